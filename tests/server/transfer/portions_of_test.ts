import assert from "node:assert/strict";
import type { Row } from "../../../server/journal/rows.ts";
import type { Outcome } from "../../../server/transfer/outcome.ts";
import { portionsOf } from "../../../server/transfer/portions_of.ts";

function conversation(name: string, messages: readonly string[]): Outcome {
  const rows = messages.map((message, at): Row => ({
    ...{ type: "user", id: `u${at}`, parent: null, message },
    ...{ conversation: name, seq: at + 1, time: 1 },
  }));
  return { at: { conversation: 1 }, incoming: { conversation: name, rows } };
}

const times = (count: number, message: string) => Array<string>(count).fill(message);

const length = (portion: unknown) => JSON.stringify(portion).length;

Deno.test("portionsOf() cuts a conversation where it is long, of few rows and of many", () => {
  for (const messages of [times(2000, ""), times(200, "z".repeat(10_000)), times(1, "z")]) {
    const { incoming } = conversation("c", messages) as Extract<Outcome, { incoming: unknown }>;
    const portions = [...portionsOf([conversation("c", messages)])];
    const parts = portions.flat();
    const rows = parts.flatMap((part) => "rows" in part ? part.rows : []);
    assert.deepEqual(rows, incoming.rows);
    assert.deepEqual(
      parts.map((part) => "rows" in part && part.last),
      parts.map((_, at) => at === parts.length - 1),
    );
    for (const portion of portions) assert.ok(length(portion) < 300_000, `${length(portion)}`);
    const most = parts.map((part) => "rows" in part ? part.rows.length : 0);
    assert.ok(Math.max(...most) <= 512, `${most}`);
    assert.ok(
      portions.length <= 1 + rows.length / 500 + length(rows) / 200_000,
      `${portions.length}`,
    );
  }
});

Deno.test("portionsOf() puts what is short together, and a row or an image that is long alone", () => {
  const image: Outcome = {
    at: { line: 2 },
    image: { hash: "a", type: "image/png", bytes: new Uint8Array(1_000_000) },
  };
  const failure: Outcome = { at: { line: 3 }, failure: "It was deleted." };
  const portions = [...portionsOf([
    conversation("c", ["one"]),
    failure,
    conversation("d", ["two"]),
    image,
    conversation("e", ["z".repeat(1_000_000), "three"]),
    failure,
  ])];
  const kinds = portions.map((parts) =>
    parts.map((part) => "rows" in part ? part.conversation : "image" in part ? "image" : "failure")
  );
  assert.deepEqual(kinds, [["c", "failure", "d"], ["image"], ["e"], ["e", "failure"]]);
  assert.deepEqual([...portionsOf([])], []);
});
