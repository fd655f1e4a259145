// Which list somebody came from: its leads in their order, where it was scrolled, and which lead was opened.
//
// It stays in this tab (sessionStorage) and out of every address. Whatever page links to leads is such a list.

const KEY = "lead-trail";
const LEAD = /\/leads\/([0-9a-f]{8}-[0-9a-f-]{27})\/$/;

export function leadOf(link) {
  return new URL(link.href, location.href).pathname.match(LEAD)?.[1];
}

// { url, leads: [id], scroll, last } or null.
export function trail() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

export function keep(found) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(found));
  } catch {
    // Full or forbidden: then next and previous are the server's.
  }
}

// In the admin this scrolls, not the window.
const scroller = () => document.getElementById("main") ?? document.scrollingElement;

function linksToLeads() {
  const links = [...document.querySelectorAll("main a[href*='/leads/']")].filter((link) => leadOf(link));
  return links.filter((link, place) => links.findIndex((other) => leadOf(other) === leadOf(link)) === place);
}

function remember(opened) {
  const url = location.pathname + location.search;
  keep({ url, leads: linksToLeads().map(leadOf), scroll: scroller().scrollTop, last: opened });
}

// Back on the list: the same place, and the lead that was looked at last has the focus.
function comeBack() {
  const found = trail();
  if (!found || found.url !== location.pathname + location.search) return;
  const link = linksToLeads().find((each) => leadOf(each) === found.last);
  if (!link) return;
  scroller().scrollTo({ top: found.scroll, behavior: "instant" });
  link.focus({ preventScroll: true });
  const box = link.getBoundingClientRect();
  if (box.top < 0 || box.bottom > innerHeight) link.scrollIntoView({ block: "center" });
  keep({ ...found, last: null });
}

if (!document.getElementById("lead")) {
  addEventListener("click", ({ target }) => {
    const link = target.closest?.("main a[href]");
    if (link && leadOf(link)) remember(leadOf(link));
  }, true);
  addEventListener("pageshow", comeBack);
  if (document.readyState === "complete") comeBack();
}
