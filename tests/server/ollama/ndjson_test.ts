import assert from "node:assert/strict";
import fc from "fast-check";
import { createNdjsonParser } from "../../../server/ollama/ndjson.ts";
import type { UpstreamError } from "../../../server/ollama/ollama.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** The values of each portion and of the end, where there are any, and the error at the end. */
function read(portions: Iterable<Uint8Array>, options?: { maxLine?: number }) {
  const parse = createNdjsonParser(options);
  const batches: unknown[][] = [];
  for (const portion of [...portions, undefined]) {
    const { values, fault } = parse(portion);
    if (values.length > 0) batches.push(values);
    if (fault) return { batches, error: fault };
  }
  return { batches };
}

const VALUES = [{ text: "é" }, { text: "日本語 🙂" }, { text: "👩‍👩‍👧\\n\u2028" }, ["\u0000", 1, null]];
const LINES = VALUES.map((value) => JSON.stringify(value) + "\n").join("");

Deno.test("fault 11: createNdjsonParser() reads the same values at every split into two", () => {
  const whole = bytes(LINES);
  for (let at = 0; at <= whole.length; at++) {
    const { batches } = read([whole.subarray(0, at), whole.subarray(at)]);
    assert.deepEqual(batches.flat(), VALUES, `split at ${at}`);
  }
});

Deno.test("fault 11: createNdjsonParser() reads the same values byte by byte", () => {
  const { batches } = read(Array.from(bytes(LINES), (byte) => Uint8Array.of(byte)));
  assert.deepEqual(batches, VALUES.map((value) => [value]));
});

Deno.test("fault 11: createNdjsonParser() reads any text at any splits", () => {
  const texts = fc.array(fc.string({ unit: "binary" }), { maxLength: 8 });
  const splits = fc.array(fc.nat(), { maxLength: 20 });
  fc.assert(fc.property(texts, splits, fc.boolean(), (texts, splits, bare) => {
    const lines = texts.map((text) => JSON.stringify({ text })).join("\n");
    const whole = bytes(bare ? lines : `${lines}\n`);
    const cuts = [0, ...splits.map((at) => at % (whole.length + 1)), whole.length]
      .sort((a, b) => a - b);
    const portions = cuts.slice(1).map((end, i) => whole.subarray(cuts[i], end));
    const { batches, error } = read(portions);
    assert.equal(error, undefined);
    // A lone surrogate has no bytes; JSON writes it as an escape, so nothing is lost.
    assert.deepEqual(batches.flat(), texts.map((text) => ({ text })));
  }));
});

Deno.test("createNdjsonParser() gives the lines that one portion ended together", () => {
  const { batches } = read([bytes("1\n2\n3"), bytes("4\n5\n"), bytes("6")]);
  assert.deepEqual(batches, [[1, 2], [34, 5], [6]]);
});

Deno.test("createNdjsonParser() skips blank lines", () => {
  const { batches } = read([bytes("\n\r\n 1\r\n  \n\n2\n\n")]);
  assert.deepEqual(batches, [[1, 2]]);
});

Deno.test("createNdjsonParser() gives nothing for nothing", () => {
  assert.deepEqual(read([]), { batches: [] });
  assert.deepEqual(read([bytes("")]), { batches: [] });
});

Deno.test("createNdjsonParser() gives what came before a line that is not JSON", () => {
  const { batches, error } = read([bytes('1\n{"a"\n3\n')]);
  assert.deepEqual(batches, [[1]]);
  assert.equal(error?.code, "bad_reply");
});

Deno.test("createNdjsonParser() refuses a last line that is cut off", () => {
  const { batches, error } = read([bytes('1\n{"a":')]);
  assert.deepEqual(batches, [[1]]);
  assert.equal(error?.code, "bad_reply");
});

Deno.test("createNdjsonParser() takes a line of just the length that is allowed", () => {
  const line = JSON.stringify("x".repeat(8));
  assert.deepEqual(read([bytes(`${line}\n`)], { maxLine: 10 }), { batches: [["xxxxxxxx"]] });
});

Deno.test("createNdjsonParser() refuses a longer line, whole or in pieces", () => {
  const line = bytes(`1\n${JSON.stringify("x".repeat(9))}\n`);
  for (const portions of [[line], Array.from(line, (byte) => Uint8Array.of(byte))]) {
    const { batches, error } = read(portions, { maxLine: 10 });
    assert.deepEqual(batches, [[1]]);
    assert.equal(error?.message, "Ollama sent a line longer than 10 characters.");
  }
});

Deno.test("fault 12: createNdjsonParser() refuses a line of 100 MiB after about one, with memory flat", () => {
  const portion = new Uint8Array(64 * 1024).fill(120);
  const before = Deno.memoryUsage().rss;
  const parse = createNdjsonParser();
  let taken = 0;
  let fault: UpstreamError | undefined;
  for (; !fault && taken < 100 * 1024 * 1024; taken += portion.length) {
    fault = parse(portion).fault;
  }
  const grown = Deno.memoryUsage().rss - before;
  assert.equal(fault?.code, "bad_reply");
  assert.ok(taken <= 1.1 * 1024 * 1024, `${taken} bytes were taken`);
  assert.ok(grown < 16 * 1024 * 1024, `memory grew by ${grown} bytes`);
});
