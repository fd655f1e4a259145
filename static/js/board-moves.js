// A card goes to its new column at once; the server's answer keeps it there or brings it back.

import { csrfToken, say } from "./toast.js";

const board = document.getElementById("board");
export const words = board.dataset;
const SLOW_MS = 1000;
let underWay = 0;

export const isMoving = () => underWay > 0;

export function placeOf(slug) {
  return board.querySelector(`[data-stage="${CSS.escape(slug)}"]`);
}

export function placeOfCard(card) {
  return card.closest("[data-stage]");
}

export function cardOf(key) {
  return board.querySelector(`[data-lead="${CSS.escape(key)}"]`);
}

export function mayGo(card, place) {
  return placeOfCard(card)?.dataset.goesTo.split(" ").includes(place.dataset.stage);
}

export function focusOn(card) {
  const link = card.querySelector(".board-name a");
  if (link.isConnected && link.checkVisibility()) {
    link.focus();
    return;
  }
  // It went where it is not seen: to a closed stage, or on a phone to another column.
  const seen = [...board.querySelectorAll(".board-column")].find((column) => column.checkVisibility());
  (seen?.querySelector(".board-card .board-name a") ?? seen?.querySelector("h2"))?.focus();
}

// Asks the server, and never leaves a caller without an answer: { ok, status, answer }, status 0 without a connection.
export async function send(url, values) {
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      body: new URLSearchParams({ ...values, csrfmiddlewaretoken: csrfToken() }),
      headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
    });
  } catch {
    return { ok: false, status: 0, answer: { what: words.offline } };
  }
  const answer = await response.json().catch(() => null);
  if (response.ok && answer) return { ok: true, status: response.status, answer };
  const known = answer?.what ?? (response.status === 403 ? words.refused : words.failed);
  return { ok: false, status: response.status, answer: { ...answer, what: known } };
}

export async function move(card, to, reason = "") {
  const from = placeOfCard(card);
  if (!from || to === from || card.ariaBusy === "true") return;
  if (!mayGo(card, to)) {
    say(words.notThere.replace("%(from)s", from.dataset.name).replace("%(to)s", to.dataset.name));
    focusOn(card);
    return;
  }
  const next = card.nextElementSibling;
  const neighbour = next ?? card.previousElementSibling;
  put(card, to);
  if (card.isConnected && card.checkVisibility()) focusOn(card);
  else if (neighbour) focusOn(neighbour);
  else focusOn(card);

  const { ok, status, answer } = await busy(card, () =>
    send(`${card.dataset.url}move/`, { stage: to.dataset.pk, version: card.dataset.version, lost_reason: reason }),
  );
  if (ok) {
    card.dataset.version = answer.version;
    say(answer.text, answer.undo && { undo: { ...answer.undo, done: (told) => bringBack(card, told) } });
    return;
  }
  // Where it really is now, which somebody may have changed meanwhile.
  const real = (answer.stage && placeOf(answer.stage)) || placeOf(from.dataset.stage);
  if (answer.version) card.dataset.version = answer.version;
  put(card, real, real === from ? next : null);
  card.classList.add("is-back");
  setTimeout(() => card.classList.remove("is-back"), 6000);
  focusOn(card);
  say(answer.what, status === 0 || status >= 500 ? { retry: { run: () => move(card, placeOf(to.dataset.stage), reason) } } : {});
}

export async function busy(card, work) {
  underWay += 1;
  card.ariaBusy = "true";
  let told;
  const slow = setTimeout(() => (told = say(document.getElementById("toasts").dataset.slow)), SLOW_MS);
  try {
    return await work();
  } finally {
    clearTimeout(slow);
    told?.remove();
    card.ariaBusy = "false";
    underWay -= 1;
    dispatchEvent(new Event("board-settled"));
  }
}

function bringBack(card, told) {
  const current = cardOf(card.dataset.lead) ?? card;
  current.dataset.version = told.version;
  put(current, placeOf(told.stage));
  focusOn(current);
  say(told.text);
}

// A closed stage shows no cards: there it is only counted.
function put(card, place, before = null) {
  const from = placeOfCard(card) ?? (card.dataset.wentTo && placeOf(card.dataset.wentTo));
  if (from) count(from, -1);
  count(place, 1);
  delete card.dataset.wentTo;
  const cards = place.querySelector(".board-cards");
  if (!cards) {
    card.dataset.wentTo = place.dataset.stage;
    card.remove();
    return;
  }
  cards.insertBefore(card, before?.parentElement === cards ? before : before === null ? cards.firstElementChild : null);
  card.querySelector("select").replaceChildren(place.querySelector("template[data-options]").content.cloneNode(true));
}

function count(place, change) {
  const shown = place.querySelector(".board-count");
  if ("capped" in shown.dataset) return;
  shown.dataset.count = Math.max(0, Number(shown.dataset.count) + change);
  shown.textContent = shown.dataset.count;
  const choice = board.querySelector(`#board-stage option[value="${CSS.escape(place.dataset.stage)}"]`);
  if (choice) choice.textContent = `${choice.dataset.name} (${shown.dataset.count})`;
}
