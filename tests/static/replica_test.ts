import assert from "node:assert/strict";
import fc from "fast-check";
import type { Row } from "../../server/journal/rows.ts";
import { mergeTokens } from "../../server/journal/merge_tokens.ts";
import { emptyConversation, fold } from "../../static/fold.js";
import { ID_PATTERN } from "../../static/protocol.js";
import { createReplica, type Open, type Opened } from "../../static/replica.js";
import { rows } from "../support/row_arbitrary.ts";

const user = (seq: number, message = `m${seq}`): Row => ({
  type: "user",
  conversation: "c",
  seq,
  time: seq,
  id: `u${seq}`,
  parent: seq > 1 ? `u${seq - 1}` : null,
  message,
});

const page = (events: Row[], given: Partial<Opened> = {}): Opened => ({
  type: "opened",
  conversation: "c",
  epoch: "e1",
  reset: false,
  upto: events.at(-1)?.seq ?? 0,
  events,
  ...given,
});

/** A page whose server answers the newest question. */
function begin() {
  const replica = createReplica("c");
  let asked: Open | undefined;
  /** What a question is, besides its name. */
  const note = (open?: Open) => {
    asked = open ?? asked;
    if (!open) return undefined;
    const { id, type: _, conversation: _c, ...question } = open;
    assert.match(id ?? "", ID_PATTERN);
    return question;
  };
  return {
    replica,
    open: () => note(replica.open()),
    take: (row: Row) => note(replica.take(row)),
    /** The name of the newest question. */
    asked: () => asked?.id,
    opened: (events: Row[], given: Partial<Opened> = {}) =>
      note(replica.opened(page(events, { id: asked?.id, ...given }))),
    ids: () => [...replica.flush().messages.keys()],
    texts: () => [...replica.flush().messages.values()].map(({ text }) => text),
  };
}

Deno.test("createReplica() asks for everything first, then only for what is new", () => {
  const t = begin();
  assert.deepEqual(t.open(), {});
  assert.equal(t.replica.complete, false);
  assert.equal(t.opened([user(1), user(2)]), undefined);
  assert.equal(t.replica.complete, true);
  assert.deepEqual(t.ids(), ["u1", "u2"]);
  assert.deepEqual(t.open(), { epoch: "e1", since: 2 });
});

Deno.test("replica.take() ignores rows it has and applies the next", () => {
  const t = begin();
  t.open();
  t.opened([user(1), user(2)]);
  assert.equal(t.take(user(2, "other")), undefined);
  assert.equal(t.take(user(3)), undefined);
  assert.deepEqual(t.ids(), ["u1", "u2", "u3"]);
  assert.equal(t.replica.flush().messages.get("u2")?.text, "m2");
});

Deno.test("replica.take() opens again from the last when a row is missing", () => {
  const t = begin();
  t.open();
  t.opened([user(1)]);
  assert.deepEqual(t.take(user(3)), { epoch: "e1", since: 1 });
  assert.equal(t.take(user(4)), undefined, "one question at a time");
  t.opened([user(2), user(3), user(4)]);
  t.take(user(5));
  assert.deepEqual(t.ids(), ["u1", "u2", "u3", "u4", "u5"]);
});

Deno.test("replica.opened() takes upto for the last, also beyond the newest row in it", () => {
  const t = begin();
  t.open();
  t.opened([user(1)], { upto: 9 });
  assert.equal(t.replica.flush().last, 9);
  assert.equal(t.take(user(9)), undefined);
  assert.equal(t.take(user(10)), undefined);
  assert.deepEqual(t.ids(), ["u1", "u10"]);
});

Deno.test("replica.opened() goes on from each page to the next", () => {
  const t = begin();
  t.open();
  assert.deepEqual(t.opened([user(1)], { more: true }), { epoch: "e1", since: 1 });
  assert.equal(t.replica.complete, false);
  assert.equal(t.opened([user(2)]), undefined);
  assert.deepEqual(t.ids(), ["u1", "u2"]);
});

Deno.test("replica.opened() builds another epoch aside and swaps it in when it is whole", () => {
  const t = begin();
  t.open();
  t.opened([user(1), user(2)]);
  t.replica.flush();
  t.open();
  t.opened([user(1, "new")], { epoch: "e2", reset: true, more: true });
  assert.deepEqual(t.texts(), ["m1", "m2"], "the old one stays meanwhile");
  t.opened([user(2, "newer")], { epoch: "e2" });
  assert.deepEqual(t.texts(), ["new", "newer"]);
  assert.equal(t.replica.flush().last, 2);
  assert.deepEqual(t.open(), { epoch: "e2", since: 2 });
});

Deno.test("replica.open() asks for the same page again, and keeps what is being built aside", () => {
  const t = begin();
  t.open();
  t.opened([user(1)]);
  t.open();
  t.opened([user(1, "new")], { epoch: "e2", reset: true, more: true });
  assert.deepEqual(t.open(), { epoch: "e2", since: 1 });
  t.opened([user(2, "newer")], { epoch: "e2" });
  assert.deepEqual(t.texts(), ["new", "newer"]);
});

Deno.test("replica.opened() gives up what was built aside for an epoch newer still", () => {
  const t = begin();
  t.open();
  t.opened([user(1, "old")], { more: true });
  t.open();
  t.opened([user(1, "new")], { epoch: "e2", reset: true });
  assert.deepEqual(t.texts(), ["new"]);
  assert.deepEqual(t.open(), { epoch: "e2", since: 1 });
});

Deno.test("replica.opened() passes over what was not asked by it, or no longer", () => {
  const t = begin();
  const earlier = begin();
  earlier.open();
  t.open();
  t.opened([user(1)], { more: true });
  t.replica.opened(page([user(3)], { id: earlier.asked() }));
  t.replica.opened(page([user(1)], { more: true }));
  t.opened([user(2)], { more: true });
  const asked = t.asked();
  t.open();
  t.opened([user(3)], { id: asked, more: true });
  assert.equal(t.replica.complete, false);
  t.opened([user(3), user(4)]);
  assert.deepEqual(t.ids(), ["u1", "u2", "u3", "u4"]);
  t.opened([user(5)]);
  assert.deepEqual(t.ids(), ["u1", "u2", "u3", "u4"]);
});

Deno.test("replica.asks() knows the question that is not answered yet, and no other", () => {
  const t = begin();
  assert.equal(t.replica.asks(undefined), false);
  t.open();
  const first = t.asked();
  assert.deepEqual([t.replica.asks(first), t.replica.asks(undefined)], [true, false]);
  t.opened([user(1)], { more: true });
  assert.deepEqual([t.replica.asks(first), t.replica.asks(t.asked())], [false, true]);
  t.opened([user(2)]);
  assert.deepEqual([t.replica.asks(t.asked()), t.replica.asks(undefined)], [false, false]);
});

Deno.test("replica.opened() empties the conversation when the server lost it", () => {
  const t = begin();
  t.open();
  t.opened([user(1)]);
  t.replica.flush();
  t.open();
  t.opened([], { epoch: "e2", reset: true });
  assert.deepEqual(t.ids(), []);
  assert.equal(t.replica.flush().last, 0);
});

Deno.test("replica.flush() returns the same object when nothing has arrived", () => {
  const t = begin();
  t.open();
  t.opened([user(1)]);
  assert.equal(t.replica.flush(), t.replica.flush());
});

Deno.test("createReplica() ends up as the journal's fold however the line is cut", () => {
  const cuts = fc.array(fc.record({ at: fc.nat(), lose: fc.boolean(), size: fc.nat({ max: 9 }) }));
  fc.assert(fc.property(rows(), cuts, (all, cuts) => {
    const replica = createReplica("c");
    const serve = (open: ReturnType<typeof replica.open>, top: number, size: number) => {
      for (let ask: typeof open | undefined = open; ask;) {
        const rest = all.slice(0, top).filter(({ seq }) => seq > (ask?.since ?? 0));
        const part = rest.slice(0, size + 1);
        ask = replica.opened(
          page(mergeTokens(part), {
            id: ask.id,
            upto: part.at(-1)?.seq ?? ask.since ?? 0,
            ...(part.length < rest.length ? { more: true } : {}),
          }),
        );
      }
    };
    let told = 0;
    serve(replica.open(), 0, 1);
    for (const { at, lose, size } of cuts) {
      const to = Math.min(all.length, told + at % 7);
      for (const row of all.slice(told, to)) {
        const isLost = lose && row.seq % 2 === 0;
        const ask = isLost ? undefined : replica.take(row);
        if (ask) serve(ask, row.seq, size);
      }
      told = to;
      if (at % 3 === 0) replica.flush();
      if (at % 5 === 0) serve(replica.open(), told, size);
    }
    serve(replica.open(), all.length, 3);
    assert.deepEqual(replica.flush(), fold(emptyConversation("c"), all));
  }));
});

Deno.test("replica.flush() keeps the messages that a new epoch did not change", () => {
  const t = begin();
  t.open();
  t.opened([user(1), user(2)]);
  const before = t.replica.flush().messages;
  t.open();
  t.opened([user(1), user(2, "other")], { epoch: "e2", reset: true });
  const { messages } = t.replica.flush();
  assert.equal(messages.get("u1"), before.get("u1"));
  assert.equal(messages.get("u2")?.text, "other");
});
