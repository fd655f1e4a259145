// What somebody ticks in the list of leads stays ticked from page to page, until the filters change.

const KEY = "chosen-leads";
const results = document.getElementById("listing-results");
const nothing = { list: "", ids: [] };
let cleared = false;

function stored() {
  try {
    return { ...nothing, ...JSON.parse(sessionStorage.getItem(KEY)) };
  } catch {
    return nothing;
  }
}

function store(ids) {
  const { list } = form().dataset;
  if (ids.length) sessionStorage.setItem(KEY, JSON.stringify({ list, ids }));
  else sessionStorage.removeItem(KEY);
}

const form = () => document.getElementById("lead-choice");
const boxes = () => [...document.querySelectorAll('input[name="lead"][form="lead-choice"]')];

function say() {
  const line = form()?.querySelector("[data-chosen]");
  if (!line) return;
  const count = form().elements.all.checked ? 0 : stored().ids.length;
  const { one, many } = line.dataset;
  line.textContent = count === 0 ? (cleared ? line.dataset.cleared : "") : count === 1 ? one : many.replace("#", count);
  form().querySelector("[data-clear]").hidden = count === 0;
}

function show() {
  if (!form()) return;
  const kept = stored();
  if (kept.ids.length && kept.list !== form().dataset.list) {
    sessionStorage.removeItem(KEY);
    cleared = true;
  }
  const ids = new Set(stored().ids);
  for (const box of boxes()) box.checked = ids.has(box.value);
  for (const all of document.querySelectorAll("[data-choose-all][hidden]")) all.hidden = false;
  say();
}

addEventListener("change", ({ target }) => {
  if (!form() || target.form !== form()) return;
  cleared = false;
  if (target.closest("[data-choose-all]")) for (const box of boxes()) box.checked = target.checked;
  if (target.name !== "all") {
    const ids = new Set(stored().ids);
    for (const box of boxes()) box.checked ? ids.add(box.value) : ids.delete(box.value);
    store([...ids]);
  }
  say();
});

addEventListener("click", ({ target }) => {
  if (!target.closest("[data-clear]")) return;
  sessionStorage.removeItem(KEY);
  form().querySelector("[data-choose-all] input").checked = false;
  show();
  boxes()[0]?.focus();
});

// Those of other pages go along in one field.
addEventListener("submit", ({ target }) => {
  if (target !== form()) return;
  const here = new Set(boxes().map((box) => box.value));
  const elsewhere = stored().ids.filter((id) => !here.has(id));
  const field = target.elements.elsewhere;
  field.value = elsewhere.join(",");
});

if (document.querySelector("script[data-forget]")) sessionStorage.removeItem(KEY);

if (results) {
  show();
  // Where a swap took away what had the focus, the count of what is shown now gets it.
  let hadFocus = false;
  results.addEventListener("focusin", () => (hadFocus = true));
  addEventListener("focusin", ({ target }) => (hadFocus = results.contains(target)));
  new MutationObserver(() => {
    show();
    if (hadFocus && document.activeElement === document.body) document.getElementById("lead-count")?.focus();
  }).observe(results, { childList: true });
}
