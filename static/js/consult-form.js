// Makes a consult form kinder. Everything here is optional: the form works without it.

for (const form of document.querySelectorAll("[data-consult-form]")) {
  const summary = form.querySelector("[data-error-summary]");
  const button = form.querySelector("[data-sending]");
  const status = form.querySelector("[data-status]");
  const buttonWords = button.textContent;

  // The server says what is wrong in words of this page's language, and without losing what was typed.
  form.noValidate = true;
  summary?.focus();

  const key = form.elements.submission_key;
  if (key && !key.value) key.value = randomKey();

  form.addEventListener("submit", (event) => {
    if (form.classList.contains("sending")) {
      event.preventDefault();
      return;
    }
    form.classList.add("sending");
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.sending;
    status.textContent = status.dataset.wait;
  });

  // Back from the thank-you page: the form is ready again, and the same key still marks the same request.
  addEventListener("pageshow", () => {
    form.classList.remove("sending");
    button.removeAttribute("aria-disabled");
    button.textContent = buttonWords;
    status.textContent = "";
  });
}

// crypto.randomUUID is missing where the page came over plain http.
function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
