// New leads on a page that stands open: badge, title, toast; a sound and the browser's notification for those who asked
// for them. No name of a person anywhere. Each is told once, in one window of a browser: whose page is seen.

import { chime } from "./chime.js";
import { claim, isClaimed, keep, kept } from "./lead-news-memory.js";
import { listen } from "./lead-news-source.js";
import { say } from "./toast.js";

const OFFLINE_TOLD_AFTER_MS = 10_000;
const OTHER_WINDOWS_TELL_MS = 1000;
const CONTINUED_MS = 3_600_000;
const KEPT_KEYS = 100;

const root = document.getElementById("lead-news");
const words = root.dataset;
const status = root.querySelector("[role=status]");
const title = document.title;
let unseen = kept("lead-news-unseen", 0);
let untold = [];
let failingSince = 0;

// The next page of a tab goes on where the one before it stopped: what came in between is told there. A first page has
// all that was there before it, but for what came while it was made.
const before = kept("lead-news-heard", { reader: "", cursor: 0, keys: [] });
const continues = before.reader === words.reader && words.cursor - before.cursor < CONTINUED_MS;
const known = new Set(continues ? before.keys : words.earlier.split(" "));

if ("overview" in words) {
  // Whoever works on the list or the board has seen what it shows.
  addEventListener("pointerdown", seen);
  addEventListener("keydown", seen);
  seen();
}
document.addEventListener("visibilitychange", tell);
badge();
remember(continues ? before.cursor : words.cursor);
listen(
  {
    url: words.url,
    stream: words.stream,
    cursor: continues ? before.cursor : words.cursor,
    staysOpen: "sound" in words || "notifies" in words,
  },
  { hear, connected, failing, refused: () => show(words.signedOut) },
);
if (!continues && words.earlier) addEventListener("load", () => refresh(0));

function hear(heard, cursor) {
  const news = heard.filter(({ key }) => !known.has(key));
  for (const { key } of news) known.add(key);
  remember(cursor);
  if (!news.length) return;
  unseen += news.length;
  badge();
  refresh(news.length);
  if ("sound" in words && claim("lead-news-sounded", news).length) chime();
  untold.push(...news);
  tell();
}

function remember(cursor) {
  keep("lead-news-heard", { reader: words.reader, cursor, keys: [...known].slice(-KEPT_KEYS) });
}

function tell() {
  if (document.hidden) {
    if (untold.length) setTimeout(notify, OTHER_WINDOWS_TELL_MS);
    return;
  }
  const news = claim("lead-news-told", untold);
  untold = [];
  if (news.length === 1) say(news[0].text, { link: { url: news[0].url, label: words.open } });
  else if (news.length) say(words.several.replace("%(count)s", news.length), { link: { url: words.home, label: words.show } });
}

function notify() {
  if (!("notifies" in words) || globalThis.Notification?.permission !== "granted") return;
  const [news] = claim("lead-news-notified", untold.filter((each) => !isClaimed("lead-news-told", each)));
  if (!news) return;
  const notification = new Notification(words.notification, { tag: "lead-news" });
  notification.onclick = () => { focus(); location.assign(news.url); };
}

// Whatever shows leads here may show them anew.
function refresh(count) {
  dispatchEvent(new CustomEvent("lead-news", { detail: { count } }));
}

function connected() {
  if (status.textContent) {
    say(words.back);
    refresh(0);
  }
  failingSince = 0;
  show("");
}

function failing() {
  failingSince ||= Date.now();
  const left = OFFLINE_TOLD_AFTER_MS - (Date.now() - failingSince);
  if (left <= 0) show(words.offline);
  else setTimeout(() => failingSince && show(words.offline), left);
}

function show(text) {
  if (status.textContent !== text) status.textContent = text;
}

function seen() {
  if (!unseen || document.visibilityState !== "visible") return;
  unseen = 0;
  badge();
}

function badge() {
  keep("lead-news-unseen", unseen);
  document.title = unseen ? `(${unseen}) ${title}` : title;
  const item = document.querySelector(`#wagtail-sidebar a[href="${words.home}"]`);
  if (!item) return;
  item.querySelector(".lead-news-badge")?.remove();
  if (!unseen) return;
  const shown = document.createElement("span");
  shown.className = "lead-news-badge";
  shown.textContent = unseen;
  const meaning = document.createElement("span");
  meaning.className = "w-sr-only";
  meaning.textContent = ` ${words.unseen}`;
  shown.append(meaning);
  item.append(shown);
}
