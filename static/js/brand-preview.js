// The picture of a brand's colours follows the two numbers as they are typed. Without script it shows what is stored.
const picture = document.querySelector("[data-brand-preview]");
const hue = document.querySelector("[name=hue]");
const strength = document.querySelector("[name=chroma]");

function show() {
  const [h, c] = [Number(hue.value), Math.round(Number(strength.value) * 100)];
  if (hue.value === "" || !(h >= 0 && h < 360 && c >= 0 && c <= 100)) return;
  picture.src = picture.dataset.brandPreview.replace("999-999", `${h}-${c}`);
}

if (picture && hue && strength) for (const field of [hue, strength]) field.addEventListener("input", show);
