// Solves a challenge of ALTCHA's protocol 2 (PBKDF2): counts up until the derived key begins as asked.
// `crypto.subtle` works beside this thread, so the page stays quick. It is missing where the page came over plain http.

export async function solve(challenge) {
  const { algorithm, cost, keyLength, keyPrefix, nonce, salt } = challenge.parameters;
  const password = new Uint8Array(nonce.length / 2 + 4);
  password.set(bytesOf(nonce));
  const counterAt = new DataView(password.buffer, nonce.length / 2);
  const derivation = { name: "PBKDF2", hash: algorithm.replace("PBKDF2/", ""), salt: bytesOf(salt), iterations: cost };
  for (let counter = 0; counter < 100_000; counter++) {
    counterAt.setUint32(0, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const derivedKey = hexOf(await crypto.subtle.deriveBits(derivation, key, keyLength * 8));
    if (derivedKey.startsWith(keyPrefix)) return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
  }
  return "";
}

function bytesOf(hex) {
  return Uint8Array.from(hex.match(/../g), (byte) => parseInt(byte, 16));
}

function hexOf(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
