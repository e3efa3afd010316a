import assert from "node:assert/strict";
import { lengthFault } from "../../static/message_length.js";

const limits = { messageChars: 32_000, frameBytes: 1_048_576, waitingPrompts: 5 };

Deno.test("lengthFault() says both numbers when a message has too many characters", () => {
  assert.equal(lengthFault("x".repeat(32_000), limits), undefined);
  assert.equal(
    lengthFault("x".repeat(32_001), limits),
    "This message has 32,001 characters; at most 32,000 can be sent.",
  );
});

Deno.test("lengthFault() counts bytes when the frame would be too big", () => {
  const roomy = { ...limits, messageChars: 2_000_000 };
  assert.equal(lengthFault("x".repeat(1_000_000), roomy), undefined);
  assert.match(lengthFault("é".repeat(600_000), roomy) ?? "", /1,200,002 bytes; at most 1,048,320/);
  assert.match(lengthFault("\0".repeat(300_000), roomy) ?? "", /bytes/);
});
