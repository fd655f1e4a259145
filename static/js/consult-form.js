// Makes a consult form kinder. Everything here is optional: the form works without it.

function prepare(form) {
  const buttons = [...form.querySelectorAll("button")];
  const status = form.querySelector("[data-status]");
  const words = new Map(buttons.map((button) => [button, button.textContent]));

  // The server says what is wrong in words of this page's language, and without losing what was typed.
  form.noValidate = true;

  const key = form.elements.submission_key;
  if (key && !key.value) key.value = randomKey();

  form.addEventListener("submit", (event) => {
    if (form.classList.contains("sending")) {
      event.preventDefault();
      return;
    }
    form.classList.add("sending");
    for (const button of buttons) button.setAttribute("aria-disabled", "true");
    const pressed = event.submitter ?? buttons[0];
    if (!pressed.dataset.sending) return;
    pressed.textContent = pressed.dataset.sending;
    status.textContent = status.dataset.wait;
  });

  // Back from the next page: the form is ready again, and the same key still marks the same request.
  addEventListener("pageshow", () => {
    form.classList.remove("sending");
    for (const button of buttons) {
      button.removeAttribute("aria-disabled");
      button.textContent = words.get(button);
    }
    status.textContent = "";
  });
}

// crypto.randomUUID is missing where the page came over plain http.
function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

for (const form of document.querySelectorAll("[data-consult-form]")) prepare(form);
// Older browsers leave `autofocus` to fields.
if (!("autofocus" in HTMLElement.prototype)) document.querySelector("[data-error-summary]")?.focus();
// `guided-form.js` puts the next step into the page.
document.addEventListener("consult-form-shown", (event) => prepare(event.target));
