import assert from "node:assert/strict";
import { readerOf } from "../../../server/ollama/body_reader.ts";

/** All bytes, each piece copied before the next one is read. */
async function readAll(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Uint8Array> {
  const reader = readerOf(body);
  const pieces: Uint8Array[] = [];
  for (let piece = await reader.read(); piece; piece = await reader.read()) {
    pieces.push(piece.slice());
  }
  return new Uint8Array(await new Blob(pieces.map((piece) => piece.slice())).arrayBuffer());
}

/** More than a reader's memory holds at once. */
const BYTES = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251);

Deno.test("readerOf() reads every byte of a response, however much comes at once", async () => {
  await using server = Deno.serve({ port: 0, onListen() {} }, () => new Response(BYTES));
  const { body } = await fetch(`http://localhost:${server.addr.port}`);
  assert.ok(body);
  assert.deepEqual(await readAll(body), BYTES);
});

Deno.test("readerOf() reads a stream of this process as it is", async () => {
  const pieces = [BYTES.slice(0, 7), BYTES.slice(7)];
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const piece = pieces.shift();
      if (piece) controller.enqueue(piece);
      else controller.close();
    },
  });
  assert.deepEqual(await readAll(body), BYTES);
});

Deno.test("readerOf() tells a response's source that nobody reads on", async () => {
  const cancelled = Promise.withResolvers<void>();
  const endless = () =>
    new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(1024)),
      cancel: () => cancelled.resolve(),
    });
  await using server = Deno.serve({ port: 0, onListen() {} }, () => new Response(endless()));
  const { body } = await fetch(`http://localhost:${server.addr.port}`);
  assert.ok(body);
  const reader = readerOf(body);
  await reader.read();
  await reader.cancel();
  await cancelled.promise;
});
