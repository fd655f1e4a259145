// Counts a text message while it is typed, as leads/messages/text_length.py does: characters, and messages that it takes.

const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENDED = "^{}\\[~]|€\f";

function segments(text) {
  const letters = [...text];
  const isPlain = letters.every((letter) => BASIC.includes(letter) || EXTENDED.includes(letter));
  const places = isPlain
    ? letters.reduce((sum, letter) => sum + (EXTENDED.includes(letter) ? 2 : 1), 0)
    : text.length;
  const [one, each] = isPlain ? [160, 153] : [70, 67];
  if (places === 0) return 0;
  return places <= one ? 1 : Math.ceil(places / each);
}

// Looked up each time: the form is another one after each answer.
function count() {
  const field = document.querySelector("[data-text-length]");
  if (!field) return;
  const shown = document.querySelector("[data-text-length-shown]");
  const [characters, messages] = document.querySelector("[data-text-length-words]").innerHTML.split("|");
  const text = field.value ? field.value + shown.dataset.ending : "";
  shown.hidden = !text;
  shown.textContent = `${characters} ${[...text].length} · ${messages} ${segments(text)}`;
}

addEventListener("input", ({ target }) => target.matches?.("[data-text-length]") && count());
count();
