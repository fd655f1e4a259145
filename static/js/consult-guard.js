// What tells a person from a program, without asking anybody anything. Where script does not run nothing is missed.
// Where many requests come at once the browser is asked for a proof of work; see proof-of-work.js.

const ASKED_AGAIN_AFTER = 5 * 60_000;
const LONGEST_WAIT = 20_000;

// By form: they come and go where a guided one turns its steps by script.
const seen = new WeakMap();

function stateOf(form) {
  if (!seen.has(form)) seen.set(form, { touches: 0, askedAt: -Infinity, proof: null, isWaiting: false });
  return seen.get(form);
}

// A step that is not the last sends nothing yet.
function sendingForm(target, submitter) {
  const form = target.closest?.("[data-consult-form]");
  const action = submitter?.hasAttribute("formaction") ? submitter.formAction : form?.action;
  return form && new URL(action).pathname === "/consult-requests/" ? form : null;
}

for (const kind of ["input", "keydown", "pointerdown"]) {
  addEventListener(kind, ({ target }) => {
    const form = sendingForm(target);
    if (form) stateOf(form).touches++;
  }, { capture: true, passive: true });
}

addEventListener("focusin", ({ target }) => {
  const form = sendingForm(target);
  if (!form || performance.now() - stateOf(form).askedAt < ASKED_AGAIN_AFTER) return;
  const state = stateOf(form);
  state.askedAt = performance.now();
  state.proof = prove(form).then((solution) => {
    if (solution) fill(form, "altcha", solution);
    state.proof = null;
  });
});

// Before the form's other listeners: they must not think it sent while it waits.
addEventListener("submit", (event) => {
  const form = sendingForm(event.target, event.submitter);
  if (!form) return;
  const state = stateOf(form);
  fill(form, "pace", `${Math.round(performance.now())},${state.touches}`);
  if (!state.proof) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (state.isWaiting) return;
  state.isWaiting = true;
  const status = form.querySelector("[data-status]");
  if (status) status.textContent = status.dataset.wait;
  Promise.race([state.proof, new Promise((done) => setTimeout(done, LONGEST_WAIT))]).then(() => {
    state.proof = null;
    state.isWaiting = false;
    form.requestSubmit(event.submitter);
  });
}, { capture: true });

// Empty where nothing is asked, and where anything goes wrong: the request is taken all the same.
async function prove(form) {
  try {
    const url = new URL("/consult-requests/challenge", location.href);
    url.searchParams.set("clinic", form.elements.clinic?.value ?? "");
    const answer = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(5_000) });
    if (answer.status !== 200) return "";
    const { solve } = await import("./proof-of-work.js");
    return await solve(await answer.json());
  } catch {
    return "";
  }
}

function fill(form, name, value) {
  let field = form.elements[name];
  if (!field) {
    field = document.createElement("input");
    Object.assign(field, { type: "hidden", name });
    form.append(field);
  }
  field.value = value;
}
