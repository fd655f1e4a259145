// Keys of every page of the workspace: "?" lists them, "/" searches. Whoever turned single keys off has none.

export function shortcutsAreOn() {
  const config = JSON.parse(document.getElementById("wagtail-config")?.textContent ?? "{}");
  return config.KEYBOARD_SHORTCUTS_ENABLED !== false;
}

// Before Wagtail, whose "/" looks for pages and whose "?" hangs on a help menu that only editors have.
addEventListener(
  "keydown",
  (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (target.matches?.("input, select, textarea, [contenteditable]") || !shortcutsAreOn()) return;
    if (document.querySelector("dialog[open], .w-dialog:not([aria-hidden])")) return;
    const search = key === "/" && document.querySelector("[data-search-form] input[name=q]");
    if (search) search.focus();
    else if (key === "?") document.getElementById("keyboard-shortcuts-dialog")?.dispatchEvent(new Event("w-dialog:show"));
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);
