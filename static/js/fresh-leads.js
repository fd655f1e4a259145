// The queue and the list of leads while they stand open: a new lead is there by itself. Where somebody is at work in
// them, a button offers it instead.

import { keepFresh } from "./fresh-results.js";
import "./shortcuts.js";

const OWN_KEY = "a[href*='/leads/']";
const scroller = document.getElementById("main"); // Wagtail's pages stand still; what is in them scrolls
const results = document.getElementById("listing-results");
const words = document.getElementById("lead-news").dataset;
const { results: address, everyMs } = results.closest("[data-results]").dataset;

const offer = document.createElement("p");
offer.className = "fresh-offer";
offer.hidden = true;
const button = document.createElement("button");
button.type = "button";
button.className = "button";
offer.append(button);
results.before(offer);

const { refresh } = keepFresh({
  results,
  address,
  isHeld,
  place,
  everyMs: Number(everyMs),
  waiting(count) {
    offer.hidden = count === 0;
    const told = count === 1 ? words.one : words.several.replace("%(count)s", count);
    button.textContent = `${told}. ${words.show}`;
  },
});

button.addEventListener("click", async () => {
  await refresh({ isMeant: true });
  const first = results.querySelector("h2");
  first.tabIndex = -1;
  first.focus();
});

function isHeld() {
  const active = document.activeElement;
  const selection = getSelection();
  return (
    active === button ||
    results.contains(active) ||
    active.matches("input, select, textarea, [contenteditable]") ||
    (!selection.isCollapsed && results.contains(selection.anchorNode)) ||
    results.querySelector("details[open], input:is([name=lead], [name=all]):checked") !== null ||
    document.querySelector("dialog[open], .w-dialog:not([aria-hidden])") !== null
  );
}

// Whoever scrolled down keeps the row before their eyes where it is; at the top, what is new comes into view.
function place() {
  if (scroller.scrollTop === 0) return () => {};
  const row = [...results.querySelectorAll(OWN_KEY)].find((each) => each.getBoundingClientRect().top >= 0);
  const before = row?.getBoundingClientRect().top;
  return () => {
    const same = row && results.querySelector(`a[href="${CSS.escape(row.getAttribute("href"))}"]`);
    if (same) scroller.scrollBy({ top: same.getBoundingClientRect().top - before, behavior: "instant" });
  };
}
