// Where news comes from: a stream, where the server keeps one open; else asked for, every two seconds while somebody
// looks and every fifteen otherwise. A stream that fails is replaced by asking, and tried again after a minute.
//
//   listen({ url, stream, cursor, staysOpen }, { hear(news, cursor), connected(), failing(), refused() })

const VISIBLE_MS = 2000;
const HIDDEN_MS = 15_000;
const LONGEST_MS = 60_000;
const STREAM_AGAIN_MS = 60_000;
const SILENT_MS = 75_000; // the server says something every thirty seconds

export function listen({ url, stream: streamUrl, cursor, staysOpen }, { hear, connected, failing, refused }) {
  let stream = null;
  let streamAgainAt = 0;
  let silence;
  let timer;
  let failures = 0;
  let asking = false;

  document.addEventListener("visibilitychange", () => {
    if (isVisible()) plan(0);
    // A window that nobody sees takes none of the few connections that a browser has for a server without HTTP/2.
    else if (!staysOpen) close();
  });
  addEventListener("online", () => plan(0));
  open();
  plan();

  function plan(wait = Math.min(LONGEST_MS, (isVisible() ? VISIBLE_MS : HIDDEN_MS) * 2 ** Math.min(failures, 5))) {
    clearTimeout(timer);
    if (stream?.readyState === EventSource.OPEN) return;
    timer = setTimeout(ask, wait);
  }

  async function ask() {
    if (asking) return;
    asking = true;
    try {
      const response = await fetch(`${url}?since=${cursor}`, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (response.status === 403) {
        failures = 5;
        close();
        refused();
        return;
      }
      if (!response.ok) throw new Error(response.status);
      const news = response.status === 200 ? (await response.json()).news : [];
      receive(news, response.headers.get("News-Cursor") ?? cursor);
      open();
    } catch {
      failures += 1;
      failing();
    } finally {
      asking = false;
      plan();
    }
  }

  function receive(news, next) {
    cursor = next;
    failures = 0;
    connected();
    hear(news, cursor);
  }

  function open() {
    if (!streamUrl || stream || Date.now() < streamAgainAt || !(isVisible() || staysOpen)) return;
    const opened = (stream = new EventSource(`${streamUrl}?since=${cursor}`));
    opened.onopen = () => {
      clearTimeout(timer);
      listenForSilence();
    };
    opened.onmessage = ({ data, lastEventId }) => {
      listenForSilence();
      receive(JSON.parse(data).news, lastEventId);
    };
    opened.onerror = () => {
      // The server ends a stream after some minutes: the browser comes back by itself. Until it is there, we ask.
      if (opened.readyState === EventSource.CLOSED) giveUp();
      plan();
    };
  }

  function listenForSilence() {
    clearTimeout(silence);
    silence = setTimeout(() => {
      giveUp();
      plan(0);
    }, SILENT_MS);
  }

  function giveUp() {
    close();
    streamAgainAt = Date.now() + STREAM_AGAIN_MS;
  }

  function close() {
    clearTimeout(silence);
    stream?.close();
    stream = null;
    plan();
  }

  function isVisible() {
    return document.visibilityState === "visible";
  }
}
