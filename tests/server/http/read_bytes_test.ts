import assert from "node:assert/strict";
import { readBytes } from "../../../server/http/read_bytes.ts";

/** A request whose body never ends, and how much of it was asked for. */
function endless() {
  const seen = { pulled: 0, cancelled: false };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      seen.pulled++;
      controller.enqueue(new Uint8Array(10));
    },
    cancel() {
      seen.cancelled = true;
    },
  });
  return { seen, request: new Request("http://parley.test", { method: "POST", body }) };
}

Deno.test("readBytes() gives the whole body when it is not too long", async () => {
  const body = new Uint8Array([1, 2, 3]);
  const request = () => new Request("http://parley.test", { method: "POST", body });
  assert.deepEqual(await readBytes(request(), { max: 3 }), body);
  assert.equal(await readBytes(request(), { max: 2 }), undefined);
  const empty = new Request("http://parley.test", { method: "POST" });
  assert.equal((await readBytes(empty, { max: 3 }))?.length, 0);
});

Deno.test("readBytes() stops reading a body as soon as there is too much of it", async () => {
  const { seen, request } = endless();
  assert.equal(await readBytes(request, { max: 95 }), undefined);
  assert.equal(seen.cancelled, true);
  assert.ok(seen.pulled < 15, `${seen.pulled} chunks were read`);
});
