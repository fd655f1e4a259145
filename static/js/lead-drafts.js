// What somebody typed about a lead and has not saved: kept in this tab alone, by user, lead and form, until it is saved,
// sent or discarded. A refused save, a lost connection and an expired session lose nothing. Never in localStorage.

const PREFIX = "lead-draft:";

function keyOf(root, form) {
  return `${PREFIX}${root.dataset.user}:${root.dataset.lead}:${form.dataset.leadForm}`;
}

// Hidden fields are the server's, but those that `data-draft` names: what the typed text was typed against.
function fieldsOf(form) {
  const kept = form.dataset.draft.split(" ");
  return [...form.elements].filter((field) => field.name && (field.type !== "hidden" || kept.includes(field.name)));
}

function stateOf(form) {
  return fieldsOf(form).map((field) => (field.type === "radio" || field.type === "checkbox" ? field.checked : field.value));
}

function asServed(form) {
  return fieldsOf(form).map((field) => {
    if (field.type === "radio" || field.type === "checkbox") return field.defaultChecked;
    if (field.tagName === "SELECT") return [...field.options].find((each) => each.defaultSelected)?.value ?? field.options[0]?.value;
    return field.defaultValue;
  });
}

export function isDirty(form) {
  return JSON.stringify(stateOf(form)) !== JSON.stringify(asServed(form));
}

export function forget(root, form) {
  sessionStorage.removeItem(keyOf(root, form));
}

export function keepDraft(root, form) {
  if (isDirty(form)) storeDraft(root, form);
  else forget(root, form);
}

// Also what the server filled in: words of a template, or a form that it refused.
export function storeDraft(root, form) {
  try {
    sessionStorage.setItem(keyOf(root, form), JSON.stringify(stateOf(form)));
  } catch {
    // Full or forbidden: the text is still in the form.
  }
}

// Somebody else at this tab must not find what the one before them typed.
export function forgetOthers(root) {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX) && !key.startsWith(`${PREFIX}${root.dataset.user}:`)) sessionStorage.removeItem(key);
  }
}

// Returns the forms that were filled again.
export function restore(root) {
  return [...root.querySelectorAll("form[data-draft]")].filter((form) => restoreForm(root, form));
}

// Whether there was something else to fill in than what it shows.
export function restoreForm(root, form) {
  const state = JSON.parse(sessionStorage.getItem(keyOf(root, form)) ?? "null");
  const fields = fieldsOf(form);
  if (!state || state.length !== fields.length || JSON.stringify(state) === JSON.stringify(stateOf(form))) return false;
  fields.forEach((field, place) => {
    if (field.type === "radio" || field.type === "checkbox") field.checked = state[place];
    else field.value = state[place];
  });
  form.closest("details")?.setAttribute("open", "");
  return true;
}
