// What the board asks in between: why a lead is lost, whose it is, a note. Closing brings the focus back to the card.

import { busy, focusOn, send, words } from "./board-moves.js";
import { forget, keepDraft, restoreForm } from "./lead-drafts.js";
import { csrfToken, say } from "./toast.js";

const lost = document.getElementById("ask-reason");
const owners = document.getElementById("ask-owner");
const note = document.getElementById("ask-note");

export const isAsking = () => Boolean(document.querySelector("dialog[open]"));

// The reason, or "" where somebody thought better of it.
export function askReason(card) {
  nameIn(lost, card);
  lost.querySelector("form").reset();
  return closed(lost, () => (lost.returnValue ? lost.querySelector("select").value : ""));
}

export async function assign(card) {
  const url = `${card.dataset.url}assign/`;
  let told;
  try {
    const response = await fetch(url, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
    if (!response.ok) throw new Error(response.status);
    told = await response.json();
  } catch {
    say(navigator.onLine ? words.failed : words.offline);
    return;
  }
  const select = owners.querySelector("select");
  const nobody = new Option(select.dataset.nobody, "");
  select.replaceChildren(nobody, ...told.owners.map((owner) => new Option(owner.name, owner.id)));
  select.value = told.owner ?? "";
  const me = told.owners.find((owner) => owner.is_me);
  nameIn(owners, card);
  owners.querySelector("[data-to-me]").hidden = !me || told.owner === me.id;
  const choice = await closed(owners, () => owners.returnValue);
  if (choice) await give(card, url, choice === "me" ? String(me.id) : select.value, select);
  focusOn(card);
}

async function give(card, url, owner, select) {
  const shown = card.querySelector("[data-owner]");
  const before = shown.textContent;
  shown.textContent = [...select.options].find((option) => option.value === owner)?.text ?? "";
  const { ok, status, answer } = await busy(card, () => send(url, { owner, version: card.dataset.version }));
  if (answer.version) card.dataset.version = answer.version;
  if (ok) {
    const done = (told) => {
      shown.textContent = before;
      card.dataset.version = told.version;
      focusOn(card);
      say(told.text);
    };
    say(answer.text, answer.undo && { undo: { ...answer.undo, done } });
  } else {
    shown.textContent = before;
    say(answer.what, status === 0 || status >= 500 ? { retry: { run: () => give(card, url, owner, select) } } : {});
  }
}

// What was typed stays in the dialog, and in this tab, until the server has it: the lead's page shows it too.
export async function addNote(card) {
  const form = note.querySelector("form");
  const error = note.querySelector("[role=alert]");
  const draft = { dataset: { user: words.user, lead: card.dataset.lead } };
  form.reset();
  nameIn(note, card);
  restoreForm(draft, form);
  form.oninput = () => keepDraft(draft, form);
  error.textContent = "";
  form.onsubmit = async (event) => {
    event.preventDefault();
    error.textContent = await noteProblem(card, form.elements.text.value);
    if (error.textContent) return;
    forget(draft, form);
    form.reset();
    note.close();
    say(words.noted);
  };
  form.querySelector("[data-cancel]").onclick = () => note.close();
  await closed(note, () => null);
  focusOn(card);
}

async function noteProblem(card, text) {
  const body = new URLSearchParams({ text, csrfmiddlewaretoken: csrfToken() });
  try {
    const response = await fetch(`${card.dataset.url}note/`, {
      method: "POST",
      body,
      headers: { "X-Requested-With": "XMLHttpRequest" },
    });
    // Saved, the address leads on to the lead; anything else was not.
    const isSaved = response.ok && new URL(response.url).pathname === card.dataset.url;
    return isSaved ? "" : response.status === 403 ? words.refused : words.failed;
  } catch {
    return words.offlineNote;
  }
}

// The card is behind the dialog, and may be one of many.
function nameIn(dialog, card) {
  dialog.querySelector("[data-whose]").textContent = card.querySelector(".board-name a").textContent;
}

function closed(dialog, answer) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => done(answer()), { once: true }));
}
