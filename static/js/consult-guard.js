// What tells a person from a program, without asking anybody anything. Where script does not run nothing is missed.
// Where many requests come at once the browser is asked for a proof of work; see proof-of-work.js.

const ASKED_AGAIN_AFTER = 5 * 60_000;
const LONGEST_WAIT = 20_000;

for (const form of document.querySelectorAll("[data-consult-form]")) {
  let touches = 0;
  let askedAt = -Infinity;
  let proof = null;
  let isWaiting = false;

  for (const kind of ["input", "keydown", "pointerdown"]) form.addEventListener(kind, () => touches++, { passive: true });

  form.addEventListener("focusin", () => {
    if (performance.now() - askedAt < ASKED_AGAIN_AFTER) return;
    askedAt = performance.now();
    proof = prove(form).then((solution) => {
      if (solution) fill(form, "altcha", solution);
      proof = null;
    });
  });

  // Before the form's other listeners: they must not think it sent while it waits.
  addEventListener("submit", (event) => {
    if (event.target !== form) return;
    fill(form, "pace", `${Math.round(performance.now())},${touches}`);
    if (!proof) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isWaiting) return;
    isWaiting = true;
    const status = form.querySelector("[data-status]");
    if (status) status.textContent = status.dataset.wait;
    Promise.race([proof, new Promise((done) => setTimeout(done, LONGEST_WAIT))]).then(() => {
      proof = null;
      isWaiting = false;
      form.requestSubmit(event.submitter);
    });
  }, { capture: true });
}

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
