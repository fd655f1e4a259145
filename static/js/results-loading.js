// A list or board that is searched or filtered keeps what it showed, dimmed. Here it says that the answer takes long, or
// that none came, with a way to ask again. Wagtail's "w-swap" asks.

import { say } from "./toast.js";

const SLOW_MS = 1000;
const SIGNED_OUT = 403;
const results = document.getElementById("listing-results");
const words = document.getElementById("toasts").dataset;
let told, timer;

function settle() {
  clearTimeout(timer);
  told?.remove();
  told = null;
}

document.addEventListener("w-swap:begin", ({ target }) => {
  if (target !== results) return;
  settle();
  timer = setTimeout(() => (told = say(words.loading)), SLOW_MS);
});

document.addEventListener("w-swap:success", ({ target }) => target === results && settle());

document.addEventListener("w-swap:error", ({ target, detail }) => {
  if (target !== results) return;
  settle();
  // An offline browser has no status.
  const status = detail.error.status;
  const text = status === SIGNED_OUT ? words.signedOut : status ? words.notLoaded : words.notLoadedOffline;
  const query = new URL(detail.requestUrl, location.href).search;
  told = say(text, { retry: { run: () => location.assign(location.pathname + query) } });
});
