// Reads one JSON object a line and answers one a line, by the reference library:
// {"verify": {secret, headers, body}, "now"} → {"content"} or {"refused"};
// {"sign": {secret, id, body}, "now"} → {"signature"}. `now`: seconds since 1970, for this process's clock.
"use strict";

const { createInterface } = require("node:readline");
const { Webhook, WebhookVerificationError } = require("standardwebhooks");

function answer({ verify, sign, now }) {
  Date.now = () => now * 1000;
  if (sign) {
    return { signature: new Webhook(sign.secret).sign(sign.id, new Date(now * 1000), sign.body) };
  }
  try {
    return { content: new Webhook(verify.secret).verify(verify.body, verify.headers) };
  } catch (error) {
    if (error instanceof WebhookVerificationError) return { refused: error.message };
    throw error;
  }
}

createInterface({ input: process.stdin }).on("line", (line) => {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n");
});
