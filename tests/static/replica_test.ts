import assert from "node:assert/strict";
import fc from "fast-check";
import type { Row } from "../../server/journal/rows.ts";
import { mergeTokens } from "../../server/journal/merge_tokens.ts";
import { emptyConversation, fold } from "../../static/fold.js";
import { createReplica, type Opened } from "../../static/replica.js";
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

const ids = (replica: ReturnType<typeof createReplica>) => [...replica.flush().messages.keys()];

Deno.test("createReplica() asks for everything first, then only for what is new", () => {
  const replica = createReplica("c");
  assert.deepEqual(replica.open(), { type: "open", conversation: "c" });
  assert.equal(replica.complete, false);
  assert.equal(replica.opened(page([user(1), user(2)])), undefined);
  assert.equal(replica.complete, true);
  assert.deepEqual(ids(replica), ["u1", "u2"]);
  assert.deepEqual(replica.open(), { type: "open", conversation: "c", epoch: "e1", since: 2 });
});

Deno.test("replica.take() ignores rows it has and applies the next", () => {
  const replica = createReplica("c");
  replica.open();
  replica.opened(page([user(1), user(2)]));
  assert.equal(replica.take(user(2, "other")), undefined);
  assert.equal(replica.take(user(3)), undefined);
  assert.deepEqual(ids(replica), ["u1", "u2", "u3"]);
  assert.equal(replica.flush().messages.get("u2")?.text, "m2");
});

Deno.test("replica.take() opens again from the last when a row is missing", () => {
  const replica = createReplica("c");
  replica.open();
  replica.opened(page([user(1)]));
  const again = { type: "open", conversation: "c", epoch: "e1", since: 1 } as const;
  assert.deepEqual(replica.take(user(3)), again);
  assert.equal(replica.take(user(4)), undefined, "one question at a time");
  replica.opened(page([user(2), user(3), user(4)]));
  replica.take(user(5));
  assert.deepEqual(ids(replica), ["u1", "u2", "u3", "u4", "u5"]);
});

Deno.test("replica.opened() takes upto for the last, also beyond the newest row in it", () => {
  const replica = createReplica("c");
  replica.open();
  replica.opened(page([user(1)], { upto: 9 }));
  assert.equal(replica.flush().last, 9);
  assert.equal(replica.take(user(9)), undefined);
  assert.equal(replica.take(user(10)), undefined);
  assert.deepEqual(ids(replica), ["u1", "u10"]);
});

Deno.test("replica.opened() goes on from each page to the next", () => {
  const replica = createReplica("c");
  replica.open();
  const next = replica.opened(page([user(1)], { more: true }));
  assert.deepEqual(next, { type: "open", conversation: "c", epoch: "e1", since: 1 });
  assert.equal(replica.complete, false);
  assert.equal(replica.opened(page([user(2)])), undefined);
  assert.deepEqual(ids(replica), ["u1", "u2"]);
});

Deno.test("replica.opened() builds another epoch aside and swaps it in when it is whole", () => {
  const replica = createReplica("c");
  replica.open();
  replica.opened(page([user(1), user(2)]));
  replica.flush();
  replica.open();
  replica.opened(page([user(1, "new")], { epoch: "e2", reset: true, more: true }));
  assert.equal(replica.flush().messages.get("u1")?.text, "m1", "the old one stays meanwhile");
  replica.opened(page([user(2, "newer")], { epoch: "e2" }));
  const { messages, last } = replica.flush();
  assert.deepEqual([...messages.values()].map(({ text }) => text), ["new", "newer"]);
  assert.equal(last, 2);
  assert.deepEqual(replica.open(), { type: "open", conversation: "c", epoch: "e2", since: 2 });
});

Deno.test("replica.open() gives up what was built aside when the line was lost", () => {
  const replica = createReplica("c");
  replica.open();
  replica.opened(page([user(1)]));
  replica.open();
  replica.opened(page([user(1, "new")], { epoch: "e2", reset: true, more: true }));
  assert.deepEqual(replica.open(), { type: "open", conversation: "c", epoch: "e1", since: 1 });
  replica.opened(page([user(1, "again"), user(2)], { epoch: "e2", reset: true }));
  assert.deepEqual(ids(replica), ["u1", "u2"]);
});

Deno.test("replica.opened() empties the conversation when the server lost it", () => {
  const replica = createReplica("c");
  replica.open();
  replica.opened(page([user(1)]));
  replica.flush();
  replica.open();
  replica.opened(page([], { epoch: "e2", reset: true }));
  assert.deepEqual(ids(replica), []);
  assert.equal(replica.flush().last, 0);
});

Deno.test("replica.flush() returns the same object when nothing has arrived", () => {
  const replica = createReplica("c");
  replica.open();
  replica.opened(page([user(1)]));
  assert.equal(replica.flush(), replica.flush());
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
  const replica = createReplica("c");
  replica.open();
  replica.opened(page([user(1), user(2)]));
  const before = replica.flush().messages;
  replica.open();
  replica.opened(page([user(1), user(2, "other")], { epoch: "e2", reset: true }));
  const { messages } = replica.flush();
  assert.equal(messages.get("u1"), before.get("u1"));
  assert.equal(messages.get("u2")?.text, "other");
});
