// The steps of a guided form follow one another in one document, so that the browser's own Back and Forward turn its
// pages too and lose nothing. Without this script each step is a page of its own.

const STEPS = "form[data-steps]";
const firstMain = document.querySelector("main");
const firstForm = firstMain.querySelector(STEPS);
const firstTitle = document.title;
let typed = null; // what was sent last: an answer without a form, such as "too many", loses nothing

if (firstForm) {
  history.replaceState({ step: stepOf(firstForm) }, "");
  document.addEventListener("submit", turnPage);
  addEventListener("popstate", (event) => event.state?.step && goTo(event.state.step));
}

function stepOf(form) {
  return form.elements.step.value;
}

function currentForm() {
  return document.querySelector(`main ${STEPS}`);
}

async function turnPage(event) {
  const form = event.target;
  const pressed = event.submitter ?? form.querySelector("button");
  // Sending is every form's own: a page of its own.
  if (!form.matches(STEPS) || pressed?.name !== "go" || event.defaultPrevented) return;
  event.preventDefault();
  const page = await ask(new FormData(form, pressed), pressed.getAttribute("formaction") ?? form.action);
  if (page) show(page, history.pushState.bind(history));
}

async function goTo(step) {
  const form = currentForm();
  const values = form ? new FormData(form) : typed;
  values.set("step", step);
  values.set("go", "stay");
  const page = await ask(values, firstForm.dataset.steps);
  if (!page) return;
  if (step === stepOf(firstForm)) showFirst(page);
  else show(page, history.replaceState.bind(history));
}

async function ask(values, address) {
  typed = values;
  try {
    const response = await fetch(address, { method: "POST", body: new URLSearchParams(values) });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!page.querySelector("main")) throw new Error("no page of ours");
    return page;
  } catch {
    dispatchEvent(new Event("pageshow")); // the buttons work again
    const status = document.querySelector("main [data-status]");
    if (status) status.textContent = status.dataset.offline;
    return null;
  }
}

function show(page, remember) {
  document.title = page.title;
  document.querySelector("main").replaceWith(page.querySelector("main"));
  const form = currentForm();
  remember({ step: form ? stepOf(form) : typed.get("step") }, "");
  settle(form);
}

// The page on which the form stands comes back as it was, with what later steps asked as hidden fields.
function showFirst(page) {
  document.title = firstTitle;
  document.querySelector("main").replaceWith(firstMain);
  for (const old of firstForm.querySelectorAll("[data-carried]")) old.remove();
  for (const field of page.querySelectorAll(`main ${STEPS} [data-carried]`)) firstForm.prepend(field);
  dispatchEvent(new Event("pageshow"));
  firstForm.scrollIntoView();
  firstForm.querySelector("[tabindex]")?.focus({ preventScroll: true });
}

function settle(form) {
  form?.dispatchEvent(new Event("consult-form-shown", { bubbles: true }));
  scrollTo(0, 0);
  document.querySelector("main [autofocus]")?.focus();
}
