import assert from "node:assert/strict";
import { blobRoutes } from "../../../server/http/blob_routes.ts";
import { createMemoryJournal } from "../../../server/journal/memory.ts";
import { LIMITS } from "../../../static/protocol.js";
import { PNG } from "../../support/images.ts";

const CHUNK = 64 * 1024;

/** Hands in an image of so many bytes, without saying how many, as chunked bodies do. */
async function handIn(length: number) {
  await using journal = createMemoryJournal();
  let pulled = 0;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(PNG),
    pull(controller) {
      const left = length - PNG.length - pulled;
      if (left <= 0) return controller.close();
      controller.enqueue(new Uint8Array(Math.min(left, CHUNK)));
      pulled += Math.min(left, CHUNK);
    },
  });
  const headers = { "content-type": "image/png" };
  const response = await blobRoutes({ blobs: journal.blobs, onKept: () => {} })
    .request("/", { method: "POST", body, headers });
  const { hash = "", error } = await response.json();
  const kept = await journal.blobs.get("local", hash);
  return { status: response.status, code: error?.code, pulled, bytes: kept?.bytes };
}

Deno.test("POST / takes a body whose length is not said, up to the size that is allowed", async () => {
  const whole = await handIn(LIMITS.blobBytes);
  assert.equal(whole.status, 201);
  assert.equal(whole.bytes?.length, LIMITS.blobBytes);
  assert.deepEqual(whole.bytes?.subarray(0, PNG.length), PNG);
  const larger = await handIn(LIMITS.blobBytes + 1);
  assert.deepEqual([larger.status, larger.code], [413, "too_large"]);
});

Deno.test("POST / stops reading a body as soon as there is too much of it", async () => {
  const { status, pulled } = await handIn(Infinity);
  assert.equal(status, 413);
  assert.ok(pulled < LIMITS.blobBytes + 4 * CHUNK, `${pulled} bytes were read`);
});
