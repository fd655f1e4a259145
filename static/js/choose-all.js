// "Choose all" ticks what is on the page. By delegation: a search replaces the list.

addEventListener("change", ({ target }) => {
  const all = target.closest("[data-choose-all]");
  if (!all) return;
  for (const box of all.closest("form").elements) {
    if (box.type === "checkbox" && box.name === "lead") box.checked = target.checked;
  }
});

function show() {
  for (const all of document.querySelectorAll("[data-choose-all][hidden]")) all.hidden = false;
}

show();
new MutationObserver(show).observe(document.getElementById("listing-results"), { childList: true, subtree: true });
