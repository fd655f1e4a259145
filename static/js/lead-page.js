// The page of one lead: saving in place, drafts, older entries, the way to other leads, keys, and who else is here.

import { forget, forgetOthers, isDirty, keepDraft, restore } from "./lead-drafts.js";
import { watch } from "./lead-presence.js";
import { save, sayWhatWasSaved, tell } from "./lead-saving.js";
import { keep, trail } from "./lead-trail.js";
import { showReason } from "./lost-reason.js";
import { shortcutsAreOn } from "./shortcuts.js";

const root = () => document.getElementById("lead");

function refreshed() {
  const words = document.querySelector("[data-words]").dataset;
  for (const form of restore(root())) {
    const told = tell(form, words.kept);
    const discard = document.createElement("button");
    discard.type = "button";
    discard.textContent = words.discard;
    discard.addEventListener("click", () => { form.reset(); forget(root(), form); told.remove(); });
    told.append(" ", discard);
  }
  showReason();
  pointTheWay();
}

// ---- forms ----

addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("#lead form[data-lead-form]")) return;
  event.preventDefault();
  save(form, event.submitter, refreshed);
});

addEventListener("input", ({ target }) => {
  const form = target.closest?.("#lead form[data-draft]");
  if (form) keepDraft(root(), form);
  // Who types a day means another time than those offered.
  if (target.name === "date" && target.value) {
    const chosen = target.form.querySelector("input[name=when][value=chosen]");
    if (chosen) chosen.checked = true;
  }
});

// What was complained of is being mended: the answer to the next save says whether it is.
addEventListener("change", ({ target }) => {
  for (const error of target.closest?.("#lead :is(.lead-pills, .lead-field)")?.querySelectorAll(".lead-error") ?? []) error.remove();
  target.removeAttribute?.("aria-invalid");
});

addEventListener("click", async (event) => {
  const older = event.target.closest?.("[data-older]");
  if (!older || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const list = document.querySelector("[data-entries]");
  if (!root()) return;
  event.preventDefault();
  older.setAttribute("aria-busy", "true");
  let page;
  try {
    const response = await fetch(older.href);
    if (!response.ok || response.redirected) throw new Error(response.status);
    page = new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    location.assign(older.href);
    return;
  }
  const found = [...page.querySelectorAll("[data-entries] > li")];
  list.append(...found);
  if (found.length) { found[0].tabIndex = -1; found[0].focus(); }
  const more = page.querySelector("[data-older]");
  if (more) older.replaceWith(more);
  else older.remove();
});

// ---- other leads ----

// The neighbours in the list that this tab came from; without one the links stay the server's.
function pointTheWay() {
  const found = trail();
  const place = found?.leads.indexOf(root().dataset.lead) ?? -1;
  if (place < 0 || !link("back")) return;
  link("back").href = found.url;
  for (const [name, lead] of [["previous", found.leads[place - 1]], ["next", found.leads[place + 1]]]) {
    const shown = link(name);
    if (lead) shown.href = shown.href.replace(/\/leads\/[^/]+\/.*$/, `/leads/${lead}/`);
    else shown.hidden = true;
  }
  keep({ ...found, last: root().dataset.lead });
}

const link = (name) => document.querySelector(`[data-walk=${name}]`);

// In place of this page: one step back is the list, however many leads somebody went through.
function walk(name) {
  const way = link(name);
  if (!way || way.hidden) return;
  if (name === "back") location.assign(way.href);
  else location.replace(way.href);
}

addEventListener("click", (event) => {
  const way = event.target.closest?.("[data-walk]");
  if (!way || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  walk(way.dataset.walk);
});

// ---- keys ----

const KEYS = { j: "next", k: "previous", Escape: "back" };

addEventListener("keydown", (event) => {
  const { key, target, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (event.defaultPrevented || !root()) return;
  if (key === "Enter" && (ctrlKey || metaKey) && target.form?.matches("[data-lead-form]")) {
    event.preventDefault();
    target.form.requestSubmit();
    return;
  }
  if (ctrlKey || metaKey || altKey || shiftKey || !(key in KEYS)) return;
  const isTyping = target.matches("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
  if (isTyping && key === "Escape") target.blur();
  if (isTyping || document.querySelector("dialog[open], [aria-modal=true]:not([aria-hidden=true]), [data-tippy-root]")) return;
  if (!shortcutsAreOn()) return;
  event.preventDefault();
  walk(KEYS[key]);
});

if (root()) {
  forgetOthers(root());
  refreshed();
  sayWhatWasSaved();
  watch(root());
}

// A page that the browser kept shows what was typed; one that it did not keep finds it in the drafts.
addEventListener("pagehide", () => {
  for (const form of document.querySelectorAll("#lead form[data-draft]")) if (isDirty(form)) keepDraft(root(), form);
});
