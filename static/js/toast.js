// What just happened, said once in the page's polite region, at least six seconds long, with a way back.
//
//   say(text, { undo: { url, body, label, done }, link: { url, label }, retry: { label, run } })
//
// `url` takes a POST of `body` (an object) and answers JSON with `text`, or with `what` where it refuses; the page's
// CSRF token is added. `done(answer)` shows the page without what was undone; left out, the page is loaded again.
// What the server said by `leads.viewsets.toasts` moves here too. The state is in the page, not in the module: the
// module may be loaded under two addresses.

const SHOWN_MS = 8000;
const SHOWN_WITH_BUTTON_MS = 12000;
const MOST_SHOWN = 3;
const region = document.getElementById("toasts");

export function say(text, { undo, link, retry } = {}) {
  const toast = document.createElement("div");
  const words = document.createElement("p");
  words.textContent = text;
  toast.append(words);
  if (link) toast.append(linkTo(link));
  if (retry) toast.append(button(retry.label ?? region.dataset.retry, () => { leave(toast); retry.run(); }));
  if (undo) {
    const back = button(undo.label ?? region.dataset.undo, () => takeBack(toast, undo));
    back.dataset.undo = "";
    toast.append(back);
  }
  return show(toast);
}

// The token of the page's forms; the cookie's where there is none.
export function csrfToken() {
  const field = document.querySelector("input[name=csrfmiddlewaretoken]");
  return field?.value ?? document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}

async function takeBack(toast, undo) {
  const body = new URLSearchParams({ ...undo.body, csrfmiddlewaretoken: csrfToken() });
  let response;
  try {
    response = await fetch(undo.url, { method: "POST", body, headers: { Accept: "application/json" } });
  } catch {
    toast.querySelector("p").textContent = region.dataset.offline;
    return;
  }
  const answer = await response.json().catch(() => ({}));
  leave(toast);
  if (!response.ok) {
    say(answer.what ?? region.dataset.failed);
  } else if (undo.done) {
    undo.done(answer);
  } else {
    location.reload();
  }
}

function show(toast) {
  toast.className = "toast";
  const close = button("×", () => leave(toast));
  close.classList.add("toast-close");
  close.setAttribute("aria-label", region.dataset.close);
  const hasAnswer = Boolean(toast.querySelector("button, a"));
  toast.append(close);
  // A way back is stale once something else was done; news of others takes nobody's.
  if (toast.querySelector("[data-undo], form")) {
    for (const older of region.querySelectorAll(":scope > :has([data-undo], form)")) older.remove();
  }
  region.append(toast);
  while (region.children.length > MOST_SHOWN) region.firstElementChild.remove();
  let timer;
  const start = () => {
    clearTimeout(timer);
    timer = setTimeout(() => leave(toast), hasAnswer ? SHOWN_WITH_BUTTON_MS : SHOWN_MS);
  };
  const stop = () => clearTimeout(timer);
  toast.addEventListener("pointerenter", stop);
  toast.addEventListener("focusin", () => { stop(); toast.dataset.held = ""; });
  toast.addEventListener("focusout", () => { delete toast.dataset.held; start(); });
  toast.addEventListener("pointerleave", () => "held" in toast.dataset || start());
  start();
  return toast;
}

// Focus goes back to where it came from, never to nothing.
function leave(toast) {
  const held = toast.contains(document.activeElement);
  toast.remove();
  if (held && lastFocused?.isConnected) lastFocused.focus();
  else if (held) document.getElementById("main")?.focus();
}

function button(label, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", press);
  return made;
}

function linkTo({ url, label }) {
  const made = document.createElement("a");
  made.href = url;
  made.textContent = label;
  return made;
}

let lastFocused = null;
document.addEventListener("focusin", ({ target }) => {
  if (!region?.contains(target)) lastFocused = target;
});

const said = document.querySelector(".messages [data-toast]");
if (region && said) {
  const toast = document.createElement("div");
  toast.append(...said.childNodes);
  said.closest("li").remove();
  if (!document.querySelector(".messages li")) document.body.classList.remove("has-messages");
  show(toast);
}
