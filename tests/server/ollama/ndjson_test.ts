import assert from "node:assert/strict";
import fc from "fast-check";
import { ndjson } from "../../../server/ollama/ndjson.ts";
import { UpstreamError } from "../../../server/ollama/ollama.ts";

async function* each<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}

const bytes = (text: string) => new TextEncoder().encode(text);

/** Everything that comes, one array a chunk, and the error at its end. */
async function read(chunks: Iterable<Uint8Array>, options?: { maxLine?: number }) {
  const batches: unknown[][] = [];
  try {
    for await (const batch of ndjson(each(chunks), options)) batches.push(batch);
    return { batches };
  } catch (error) {
    assert.ok(error instanceof UpstreamError);
    return { batches, error };
  }
}

const VALUES = [{ text: "é" }, { text: "日本語 🙂" }, { text: "👩‍👩‍👧\\n\u2028" }, ["\u0000", 1, null]];
const LINES = VALUES.map((value) => JSON.stringify(value) + "\n").join("");

Deno.test("fault 11: ndjson() reads the same values at every split into two", async () => {
  const whole = bytes(LINES);
  for (let at = 0; at <= whole.length; at++) {
    const { batches } = await read([whole.subarray(0, at), whole.subarray(at)]);
    assert.deepEqual(batches.flat(), VALUES, `split at ${at}`);
  }
});

Deno.test("fault 11: ndjson() reads the same values byte by byte", async () => {
  const { batches } = await read(Array.from(bytes(LINES), (byte) => Uint8Array.of(byte)));
  assert.deepEqual(batches, VALUES.map((value) => [value]));
});

Deno.test("fault 11: ndjson() reads any text at any splits", async () => {
  const texts = fc.array(fc.string({ unit: "binary" }), { maxLength: 8 });
  const splits = fc.array(fc.nat(), { maxLength: 20 });
  await fc.assert(fc.asyncProperty(texts, splits, fc.boolean(), async (texts, splits, bare) => {
    const lines = texts.map((text) => JSON.stringify({ text })).join("\n");
    const whole = bytes(bare ? lines : `${lines}\n`);
    const cuts = [0, ...splits.map((at) => at % (whole.length + 1)), whole.length]
      .sort((a, b) => a - b);
    const chunks = cuts.slice(1).map((end, i) => whole.subarray(cuts[i], end));
    const { batches, error } = await read(chunks);
    assert.equal(error, undefined);
    // A lone surrogate has no bytes; JSON writes it as an escape, so nothing is lost.
    assert.deepEqual(batches.flat(), texts.map((text) => ({ text })));
  }));
});

Deno.test("ndjson() gives the lines that one chunk ended together", async () => {
  const { batches } = await read([bytes("1\n2\n3"), bytes("4\n5\n"), bytes("6")]);
  assert.deepEqual(batches, [[1, 2], [34, 5], [6]]);
});

Deno.test("ndjson() skips blank lines", async () => {
  const { batches } = await read([bytes("\n\r\n 1\r\n  \n\n2\n\n")]);
  assert.deepEqual(batches, [[1, 2]]);
});

Deno.test("ndjson() gives nothing for nothing", async () => {
  assert.deepEqual(await read([]), { batches: [] });
  assert.deepEqual(await read([bytes("")]), { batches: [] });
});

Deno.test("ndjson() gives what came before a line that is not JSON", async () => {
  const { batches, error } = await read([bytes('1\n{"a"\n3\n')]);
  assert.deepEqual(batches, [[1]]);
  assert.equal(error?.code, "bad_reply");
});

Deno.test("ndjson() refuses a last line that is cut off", async () => {
  const { batches, error } = await read([bytes('1\n{"a":')]);
  assert.deepEqual(batches, [[1]]);
  assert.equal(error?.code, "bad_reply");
});

Deno.test("ndjson() takes a line of just the length that is allowed", async () => {
  const line = JSON.stringify("x".repeat(8));
  assert.deepEqual(await read([bytes(`${line}\n`)], { maxLine: 10 }), { batches: [["xxxxxxxx"]] });
});

Deno.test("ndjson() refuses a longer line, whole or in pieces", async () => {
  const line = bytes(`1\n${JSON.stringify("x".repeat(9))}\n`);
  for (const chunks of [[line], Array.from(line, (byte) => Uint8Array.of(byte))]) {
    const { batches, error } = await read(chunks, { maxLine: 10 });
    assert.deepEqual(batches, [[1]]);
    assert.equal(error?.message, "Ollama sent a line longer than 10 characters.");
  }
});

Deno.test("fault 12: ndjson() refuses a line of 100 MiB after about one, with memory flat", async () => {
  const chunk = new Uint8Array(64 * 1024).fill(120);
  let pulled = 0;
  async function* line() {
    for (; pulled < 100 * 1024 * 1024; pulled += chunk.length) yield chunk;
  }
  const before = Deno.memoryUsage().rss;
  await assert.rejects(Array.fromAsync(ndjson(line())), { code: "bad_reply" });
  const grown = Deno.memoryUsage().rss - before;
  assert.ok(pulled <= 1.1 * 1024 * 1024, `${pulled} bytes were read`);
  assert.ok(grown < 16 * 1024 * 1024, `memory grew by ${grown} bytes`);
});

Deno.test("ndjson() stops reading when its reader does", async () => {
  let closed = false;
  async function* endless() {
    try {
      for (;;) yield bytes("1\n");
    } finally {
      closed = true;
    }
  }
  for await (const _ of ndjson(endless())) break;
  assert.equal(closed, true);
});
