// What this tab and this browser know of the news already, so that each is told once. Keys of entries in timelines and a
// moment: nothing of a person. Where a browser keeps nothing, a page knows what it heard itself.

const KEPT_KEYS = 200;

// Of this tab, from page to page.
export function kept(name, otherwise) {
  try {
    return JSON.parse(sessionStorage.getItem(name)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function keep(name, value) {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Forgotten with the page.
  }
}

// Of all windows of this browser: what of `news` none of them has claimed yet for `name`. It is this window's now.
export function claim(name, news) {
  const claimed = claimedFor(name);
  const free = news.filter(({ key }) => !claimed.includes(key));
  try {
    localStorage.setItem(name, JSON.stringify([...claimed, ...free.map(({ key }) => key)].slice(-KEPT_KEYS)));
  } catch {
    // No storage: then each window is its own.
  }
  return free;
}

export function isClaimed(name, { key }) {
  return claimedFor(name).includes(key);
}

function claimedFor(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? [];
  } catch {
    return [];
  }
}
