// The board under a pointer, a finger and the keyboard. Without this script each card's form moves it.

import { addNote, askReason, assign, isAsking } from "./board-dialogs.js";
import { keepFresh } from "./fresh-results.js";
import "./shortcuts.js";
import { focusOn, isMoving, move, placeOf, placeOfCard, mayGo } from "./board-moves.js";

const board = document.getElementById("board");
const results = document.getElementById("listing-results");
const hasShortcuts = board.dataset.shortcuts === "on";
const REFRESH_MS = 60_000; // clocks go on, and what colleagues did is seen
let shownStage = null;
let dragged = null;
const { refreshIfDue } = keepFresh({ results, address: board.dataset.results, isHeld, place, everyMs: REFRESH_MS });

board.classList.add("has-script");
settle();

// ---- moving ----

async function go(card, to) {
  if (!("needsReason" in to.dataset) || !mayGo(card, to)) return move(card, to);
  const reason = await askReason(card);
  if (reason) return move(card, to, reason);
  card.querySelector("select").value = "";
  focusOn(card);
}

function goByForm(form) {
  const slug = form.elements.stage.selectedOptions[0]?.dataset.slug;
  if (slug) go(form.closest(".board-card"), placeOf(slug));
}

board.addEventListener("submit", (event) => {
  if (!event.target.matches(".board-move")) return;
  event.preventDefault();
  goByForm(event.target);
});

// A choice by pointer is meant. Arrow keys change a closed select at every press: there Enter or the button decides.
board.addEventListener("pointerdown", ({ target }) => {
  if (target.matches(".board-move select")) target.dataset.picked = "";
});
board.addEventListener("change", ({ target }) => {
  if (target.id === "board-stage") {
    shownStage = target.value;
    settle();
  } else if (target.matches(".board-move select") && "picked" in target.dataset) {
    goByForm(target.form);
  }
});
board.addEventListener("focusout", ({ target }) => {
  if (target.dataset) delete target.dataset.picked;
  setTimeout(refreshIfDue);
});

board.addEventListener("click", (event) => {
  const card = event.target.closest(".board-card");
  if (!card || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const ask = event.target.closest("[data-assign]") ? assign : event.target.closest("[data-note]") ? addNote : null;
  if (!ask) return;
  event.preventDefault();
  ask(card);
});

// ---- drag and drop ----

board.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".board-card");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", ""); // no name, no key: it could be dropped anywhere
  dragged.classList.add("is-dragged");
  const own = placeOfCard(dragged);
  for (const place of board.querySelectorAll("[data-stage]")) {
    place.classList.toggle("is-closed-to-it", place !== own && !mayGo(dragged, place));
  }
});

board.addEventListener("dragover", (event) => {
  const place = dragged && event.target.closest("[data-stage]");
  for (const marked of board.querySelectorAll(".is-target")) if (marked !== place) marked.classList.remove("is-target");
  if (!place || place === placeOfCard(dragged) || !mayGo(dragged, place)) return;
  event.preventDefault();
  place.classList.add("is-target");
});

board.addEventListener("drop", (event) => {
  const place = dragged && event.target.closest("[data-stage]");
  if (!place) return;
  event.preventDefault();
  go(dragged, place);
});

board.addEventListener("dragend", () => {
  dragged = null;
  for (const name of ["is-target", "is-dragged", "is-closed-to-it"]) {
    for (const marked of board.querySelectorAll(`.${name}`)) marked.classList.remove(name);
  }
  refreshIfDue();
});

// ---- keys ----

const KEYS = {
  ArrowDown: (card) => step(card.nextElementSibling),
  ArrowUp: (card) => step(card.previousElementSibling),
  ArrowRight: (card) => step(besides(card, 1)),
  ArrowLeft: (card) => step(besides(card, -1)),
  m: (card) => openStages(card),
  a: (card) => assign(card),
  n: (card) => addNote(card),
};

// Before Wagtail.
addEventListener(
  "keydown",
  (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isAsking()) return;
    if (event.target.matches(".board-move select") && event.key === "Enter" && event.target.value) {
      event.preventDefault();
      goByForm(event.target.form);
      return;
    }
    if (event.target.matches(".board-move select") && event.key === "Escape") {
      event.target.value = "";
      step(event.target.closest(".board-card"));
      return;
    }
    if (event.target.matches("input, select, textarea, [contenteditable]")) return;
    const card = event.target.closest?.(".board-card");
    const isArrow = event.key.startsWith("Arrow");
    if (!isArrow && !hasShortcuts) return;
    if (card && KEYS[event.key]) KEYS[event.key](card);
    else if (event.key === "ArrowDown" && event.target.matches(".board-column h2")) {
      step(event.target.closest(".board-column").querySelector(".board-card"));
    } else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

function step(card) {
  card?.querySelector(".board-name a").focus();
}

// The card at the same height in the next column that has one.
function besides(card, direction) {
  const columns = [...board.querySelectorAll(".board-column")].filter((column) => column.checkVisibility());
  const own = card.closest(".board-column");
  const height = [...own.querySelectorAll(".board-card")].indexOf(card);
  for (let at = columns.indexOf(own) + direction; columns[at]; at += direction) {
    const cards = columns[at].querySelectorAll(".board-card");
    if (cards.length) return cards[Math.min(height, cards.length - 1)];
  }
  return null;
}

function openStages(card) {
  const select = card.querySelector(".board-move select");
  select?.focus();
  try {
    select?.showPicker();
    if (select) select.dataset.picked = "";
  } catch {
    // An old browser: the arrows and Enter do.
  }
}

// ---- fresh ----

addEventListener("board-settled", refreshIfDue);

// Never under somebody's hands: then as soon as they let go.
function isHeld() {
  const isChoosing = document.activeElement?.matches(".board-move select, #board-stage");
  const isChosen = [...results.querySelectorAll(".board-move select")].some((each) => each.value);
  return dragged || isMoving() || isAsking() || isChoosing || isChosen;
}

// The focus stays on its card, which may be in another column now.
function place() {
  const key = document.activeElement?.closest(".board-card")?.dataset.lead;
  const left = results.querySelector(".board-columns")?.scrollLeft;
  return () => {
    settle();
    const columns = results.querySelector(".board-columns");
    if (columns && left) columns.scrollLeft = left;
    const card = key && results.querySelector(`[data-lead="${CSS.escape(key)}"]`);
    if (card) card.querySelector(".board-name a").focus({ preventScroll: true });
    else if (key) (results.querySelector(".is-current h2") ?? results.querySelector(".board-column h2"))?.focus();
  };
}

document.addEventListener("w-swap:success", settle);

// On a phone one column is seen, the same after each refresh.
function settle() {
  const choice = document.getElementById("board-stage");
  if (!choice) return;
  if (shownStage && placeOf(shownStage)) choice.value = shownStage;
  shownStage = choice.value;
  for (const column of board.querySelectorAll(".board-column")) {
    column.classList.toggle("is-current", column.dataset.stage === shownStage);
  }
}
