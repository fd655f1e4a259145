// Shows what came of a test event as soon as it is known. Without script there is a link to look again.

const EVERY_MS = 1_000;
// The receiver's 20 seconds, and a worker's last piece of work before them.
const AT_MOST = 40;

async function look(left) {
  if (!left || !document.querySelector("[data-on-its-way]")) return;
  let answer;
  try {
    const response = await fetch(location.href, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (response.ok && !response.redirected) answer = await response.text();
  } catch {
    // the next one may get through
  }
  const page = answer && new DOMParser().parseFromString(answer, "text/html");
  if (page?.querySelector("[data-fresh]") && !page.querySelector("[data-on-its-way]")) {
    const fresh = page.querySelectorAll("[data-fresh]");
    document.querySelectorAll("[data-fresh]").forEach((part, at) => part.replaceChildren(...fresh[at].childNodes));
    return;
  }
  setTimeout(look, EVERY_MS, left - 1);
}

look(AT_MOST);
