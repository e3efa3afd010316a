import assert from "node:assert/strict";
import fc from "fast-check";
import { endsAnswer, isWrite, type Row } from "../../server/journal/rows.ts";
import { mergeTokens } from "../../server/journal/merge_tokens.ts";
import { branch } from "../../static/branches.js";
import { emptyConversation, fold } from "../../static/fold.js";
import { placed, rows } from "../support/row_arbitrary.ts";

const empty = emptyConversation("c");
const whole = (all: readonly Row[]) => fold(empty, all);

Deno.test("fold() gives the same when the rows are cut anywhere", () => {
  fc.assert(fc.property(rows(), fc.array(fc.nat({ max: 200 })), (all, points) => {
    const cuts = [...points.map((point) => point % (all.length + 1)), 0, all.length];
    cuts.sort((a, b) => a - b);
    const pieces = cuts.slice(1).map((end, index) => all.slice(cuts[index], end));
    assert.deepEqual(pieces.reduce(fold, empty), whole(all));
  }));
});

Deno.test("fold() ignores rows that it knows", () => {
  fc.assert(fc.property(rows(), fc.nat(), fc.nat(), (all, first, second) => {
    const upto = first % (all.length + 1);
    const from = second % (upto + 1);
    const part = fold(empty, all.slice(0, upto));
    assert.deepEqual(fold(part, all.slice(from)), whole(all));
    assert.equal(fold(whole(all), all.slice(from, upto)).last, all.length);
    assert.deepEqual(fold(whole(all), all), whole(all));
    assert.deepEqual(fold(empty, all.flatMap((row) => [row, row])), whole(all));
  }));
});

Deno.test("fold() gives the same when writes of ended answers were deleted", () => {
  fc.assert(fc.property(rows(), fc.nat(), (all, at) => {
    const upto = at % (all.length + 1);
    const ended = new Set(all.slice(0, upto).filter(endsAnswer).map(({ id }) => id));
    const compacted = all.filter((row) => !(isWrite(row) && ended.has(row.id)));
    assert.deepEqual(whole(compacted), whole(all));
  }));
});

Deno.test("fold() gives the same when neighbouring writes were merged", () => {
  fc.assert(fc.property(rows(), (all) => {
    assert.deepEqual(whole(mergeTokens(all)), whole(all));
  }));
});

Deno.test("fold() leaves the conversation that it was given as it was", () => {
  fc.assert(fc.property(rows(), fc.nat(), (all, at) => {
    const upto = at % (all.length + 1);
    const before = fold(empty, all.slice(0, upto));
    const copy = structuredClone(before);
    fold(before, all.slice(upto));
    assert.deepEqual(before, copy);
    assert.deepEqual(empty, emptyConversation("c"));
  }));
});

Deno.test("fold() gives every ended answer the text that its end row carries", () => {
  fc.assert(fc.property(rows(), (all) => {
    const { messages, last } = whole(all);
    assert.equal(last, all.length);
    for (const row of all.filter(endsAnswer)) {
      const answer = messages.get(row.id);
      assert.equal(answer?.text, row.type === "ai" ? row.message : row.text);
      assert.equal(answer?.state, row.type === "ai" ? "ended" : "failed");
    }
  }));
});

Deno.test("fold() shows what a running answer has written and thought so far", () => {
  fc.assert(fc.property(rows(), (all) => {
    const { messages } = whole(all);
    const parts = { token: new Map<string, string>(), thinking: new Map<string, string>() };
    for (const row of all) {
      if (row.type === "typing") {
        parts.token.set(row.id, parts.token.get(row.continues ?? "") ?? "");
        parts.thinking.set(row.id, "");
      }
      if (!isWrite(row)) continue;
      const part = parts[row.type];
      part.set(row.id, (part.get(row.id) ?? "").slice(0, row.offset) + row.message);
    }
    for (const [id, text] of parts.token) assert.equal(messages.get(id)?.text, text);
    for (const [id, text] of parts.thinking) assert.equal(messages.get(id)?.thinking, text);
  }));
});

Deno.test("fold() starts a continued answer with the text it goes on from", () => {
  const all = placed([
    { type: "user", id: "u", parent: null, message: "Count." },
    { type: "typing", id: "a", parent: "u", request: "u", model: "m", message: "…" },
    { type: "token", id: "a", offset: 0, message: "One, t" },
    { type: "ai", id: "a", reason: "length", message: "One, t" },
    {
      type: "typing",
      id: "b",
      parent: "u",
      request: "x",
      model: "m",
      message: "…",
      continues: "a",
    },
  ]);
  assert.equal(whole(all).messages.get("b")?.text, "One, t");
  assert.equal(whole(all).messages.get("b")?.state, "waiting");
  const more = { type: "token", id: "b", offset: 6, message: "wo" } as const;
  const next = fold(whole(all), [{ ...more, conversation: "c", seq: 6, time: 0 }]);
  assert.equal(next.messages.get("b")?.text, "One, two");
  assert.equal(next.messages.get("a")?.text, "One, t");
});

Deno.test("branch() follows parents from the head to the root", () => {
  const asked = { type: "user", message: "?" } as const;
  const answer = { type: "typing", model: "m", message: "…" } as const;
  const conversation = whole(placed([
    { ...asked, id: "u1", parent: null },
    { ...answer, id: "a1", parent: "u1", request: "u1" },
    { ...asked, id: "u2", parent: "a1" },
    { ...answer, id: "a2", parent: "u2", request: "u2" },
    { ...answer, id: "a3", parent: "u2", request: "x" },
  ]));
  const path = (head?: string) => branch(conversation, head).map(({ id }) => id);
  assert.deepEqual(path(), ["u1", "a1", "u2", "a3"]);
  assert.deepEqual(path("a2"), ["u1", "a1", "u2", "a2"]);
  assert.deepEqual(path("u1"), ["u1"]);
});

Deno.test("branch() ends in any journal, at a message without a parent", () => {
  fc.assert(fc.property(rows(), (all) => {
    const conversation = whole(all);
    const path = branch(conversation);
    assert.equal(path.at(-1)?.id ?? null, conversation.head);
    if (path.length > 0) assert.equal(path[0].parent, null);
  }));
});
