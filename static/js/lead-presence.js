// Who else looks at this lead: Wagtail's own editing sessions, told in words.

import { csrfToken } from "./toast.js";
import { isDirty } from "./lead-drafts.js";

const EVERY_MS = 10_000;
let address, releaseAddress;

export function watch(root) {
  address ??= root.dataset.presence;
  if (!address) return;
  ping();
  setInterval(() => document.hidden || ping(), EVERY_MS);
  addEventListener("visibilitychange", () => document.hidden || ping());
  addEventListener("pagehide", () => {
    const body = new URLSearchParams({ csrfmiddlewaretoken: csrfToken() });
    if (releaseAddress) navigator.sendBeacon(releaseAddress, body);
  });
}

async function ping() {
  const body = new URLSearchParams({ csrfmiddlewaretoken: csrfToken() });
  const isWriting = [...document.querySelectorAll("#lead form[data-draft]")].some(isDirty);
  if (isWriting) body.set("is_editing", "1");
  let answer;
  try {
    const response = await fetch(address, { method: "POST", body, headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!response.ok || response.redirected) return;
    answer = await response.json();
  } catch {
    return; // the next one may get through
  }
  address = answer.ping_url;
  releaseAddress = answer.release_url;
  show(answer.other_sessions.filter((each) => !each.is_idle));
}

function show(others) {
  const words = document.querySelector("[data-words]").dataset;
  const names = others.map((each) => (each.is_editing ? `${each.user} (${words.writing})` : each.user));
  const text = names.length ? `${words.here} ${names.join(", ")}` : "";
  const region = document.querySelector("[data-presence-words]");
  // Said once, not every ten seconds.
  if (region && region.textContent !== text) region.textContent = text;
}
