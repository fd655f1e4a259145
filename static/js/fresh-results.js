// Results that stay fresh: what came in is fetched as the page's search does it, from the address of its results alone,
// and put in place of what is shown. Never under somebody's hands.
//
//   keepFresh({ results, address, isHeld(), place(), everyMs, waiting(count) }) → { refresh, refreshIfDue }
//
// While `isHeld()` nothing moves: `waiting` is told how many news are not shown, and `refreshIfDue` makes up for it.
// `place()` is asked before and returns what puts focus and scroll back after; 0 tells `waiting` that all is shown.

const HAND_MOVES_MS = 600; // a row that moved away under a pointer is a click on another one's name
const QUIET_MS = 1000;

export function keepFresh({ results, address, isHeld, place, everyMs, waiting = () => {} }) {
  let isDue = false;
  let unshown = 0;
  let turn = 0;
  let movedAt = 0;
  let isPressed = false;

  for (const name of ["pointermove", "pointerdown", "wheel", "keydown"]) {
    results.addEventListener(name, () => (movedAt = Date.now()), { passive: true });
  }
  results.addEventListener("pointerdown", ({ button }) => (isPressed = button === 0));
  for (const name of ["pointerup", "pointercancel", "dragend"]) addEventListener(name, () => (isPressed = false));
  addEventListener("lead-news", ({ detail }) => {
    unshown += detail.count;
    refresh();
  });
  document.addEventListener("visibilitychange", refreshIfDue);
  document.addEventListener("w-swap:success", () => settle());
  if (everyMs) setInterval(refresh, everyMs);

  function refreshIfDue() {
    if (isDue) refresh();
  }

  // Whoever presses “Show” means it, wherever the focus is.
  async function refresh({ isMeant = false } = {}) {
    if (!isMeant && mustWait()) return;
    const query = location.search;
    const own = ++turn;
    let html;
    try {
      const response = await fetch(address + query, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (!response.ok || response.redirected) return;
      html = await response.text();
    } catch {
      return; // lead-news.js says that there is no connection
    }
    // A later question, or a search that was typed meanwhile, has a newer answer.
    if (own !== turn || query !== location.search || (!isMeant && mustWait())) return;
    const putBack = place();
    show(html);
    settle();
    putBack();
  }

  function mustWait() {
    const held = document.hidden || isHeld();
    const moves = isPressed || Date.now() - movedAt < HAND_MOVES_MS;
    isDue = held || moves;
    if (held) waiting(unshown);
    else if (moves) setTimeout(refreshIfDue, HAND_MOVES_MS);
    return isDue;
  }

  function settle() {
    isDue = false;
    unshown = 0;
    waiting(0);
  }

  function show(html) {
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    // The toast said it: counts are not read out again.
    const spoken = fresh.content.querySelectorAll("[role=status], [aria-live]");
    for (const region of spoken) region.ariaLive = "off";
    results.replaceChildren(fresh.content);
    setTimeout(() => { for (const region of spoken) region.removeAttribute("aria-live"); }, QUIET_MS);
  }

  return { refresh, refreshIfDue };
}
