// Saves the forms about a lead without leaving their page: a lost connection or an expired session costs no text.
//
// The server answers as it does without script, by the page itself; its content takes the place of the old one.

import { say } from "./toast.js";
import { forget, storeDraft } from "./lead-drafts.js";

const SLOW_MS = 1000;
const SAID = "lead-said";

const words = () => document.querySelector("[data-words]").dataset;

// `refreshed` is called with the new root once it is in the page.
export async function save(form, submitter, refreshed) {
  if (form.getAttribute("aria-busy") === "true") return;
  const root = document.getElementById("lead");
  if (form.matches("[data-draft]")) storeDraft(root, form);
  const body = new URLSearchParams(new FormData(form, submitter));
  form.setAttribute("aria-busy", "true");
  const slow = setTimeout(() => tell(form, words().slow), SLOW_MS);
  let response, text;
  try {
    response = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
    text = await response.text();
  } catch {
    return notSaved(form, words().offline, again(form, submitter, refreshed));
  } finally {
    clearTimeout(slow);
    form.removeAttribute("aria-busy");
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  const fresh = page.getElementById("lead");
  if (isSignIn(root, response) || response.status === 403) return notSaved(form, words().signedOut, signIn(root));
  if (!fresh && response.ok && response.redirected) return location.assign(response.url);
  if (!fresh) return notSaved(form, words().failed, again(form, submitter, refreshed));
  const name = form.dataset.leadForm;
  const next = fresh.querySelector(`form[data-lead-form="${name}"]`);
  if (!response.ok) {
    // It may be bound to a newer state than what was typed.
    if (next?.matches("[data-draft]")) storeDraft(fresh, next);
  } else if (!next?.matches("[data-keeps-draft]")) {
    forget(root, form);
    form.removeAttribute("data-draft");
  }
  if (fresh.dataset.page !== root.dataset.page) {
    sessionStorage.setItem(SAID, saidBy(page)?.text ?? "");
    return location.assign(response.url);
  }
  const section = form.closest("section")?.id;
  root.replaceWith(document.adoptNode(fresh));
  refreshed(fresh);
  announce(page);
  focusAfter(fresh, { name, section, isSaved: response.ok });
}

function isSignIn(root, response) {
  return response.redirected && new URL(response.url).pathname === root.dataset.login;
}

function again(form, submitter, refreshed) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words().retry;
  button.addEventListener("click", () => save(form, submitter, refreshed));
  return button;
}

function signIn(root) {
  const link = document.createElement("a");
  link.href = `${root.dataset.login}?next=${encodeURIComponent(root.dataset.page)}`;
  link.textContent = words().signIn;
  return link;
}

function notSaved(form, text, way) {
  const told = tell(form, text);
  told.setAttribute("role", "alert");
  told.append(" ", way);
  way.focus();
}

// One line in the form at a time.
export function tell(form, text) {
  form.querySelector(".lead-saying")?.remove();
  const told = document.createElement("p");
  told.className = "lead-saying";
  told.setAttribute("role", "status");
  told.textContent = text;
  form.prepend(told);
  return told;
}

// What the server would have said at the top of the next page, which was read here instead.
function saidBy(page) {
  const said = page.querySelector(".messages [data-toast]");
  const undo = said?.querySelector("form");
  return said && {
    text: said.querySelector("p").textContent,
    undo: undo && {
      url: undo.getAttribute("action"),
      label: undo.querySelector("button").textContent,
      body: Object.fromEntries(new FormData(undo)),
    },
  };
}

function announce(page) {
  const said = saidBy(page);
  if (said) say(said.text, said.undo ? { undo: said.undo } : {});
}

// On the page that a form led to.
export function sayWhatWasSaved() {
  const text = sessionStorage.getItem(SAID);
  sessionStorage.removeItem(SAID);
  if (text) say(text);
}

// Never to the body: to what must be mended, or to where the work goes on.
function focusAfter(root, { name, section, isSaved }) {
  const form = root.querySelector(`form[data-lead-form="${name}"]`);
  const wrong = root.querySelector("[role=alert][tabindex]") ?? form?.querySelector("[aria-invalid=true], .lead-pills:has(.lead-error) input");
  const shown = root.querySelector("[data-look-here]");
  const target = isSaved ? shown ?? root.querySelector(`#${section || "none"}`) ?? form : wrong ?? form;
  if (!target) return;
  if (!target.matches("input, textarea, select, button, a") && !target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus({ preventScroll: isSaved && target !== shown });
}
