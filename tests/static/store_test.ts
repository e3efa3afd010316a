import assert from "node:assert/strict";
import type { ClientFrame, ServerFrame } from "../../server/socket/protocol.ts";
import type { Draft, Row } from "../../server/journal/rows.ts";
import { makeId } from "../../static/id.js";
import { createOutbox } from "../../static/outbox.js";
import { createStorage } from "../../static/storage.js";
import { createStore } from "../../static/store.js";
import { HELLO } from "../support/fake_socket.ts";
import { createMemoryArea } from "../support/memory_area.ts";
import { createPageClock } from "../support/page_clock.ts";

const [C, D] = [makeId(), makeId()];
const [U, A] = [makeId(), makeId()];

function begin({ isNew = false } = {}) {
  const clock = createPageClock();
  const frames: ClientFrame[] = [];
  let asked: string | undefined;
  const send = (frame: ClientFrame) => {
    if (frame.type === "open") asked = frame.id;
    return frames.push(frame) > 0;
  };
  const outbox = createOutbox({
    storage: createStorage({ area: createMemoryArea().area }),
    send,
    clock,
  });
  const store = createStore({ outbox, send, clock, now: () => 1e12, random: () => 1 });
  store.show(C, { isNew });
  frames.length = 0;
  store.setLine("open");
  store.take(HELLO);
  let seq = 0;
  const row = (draft: Draft): Row => ({ ...draft, conversation: C, seq: ++seq, time: 1e12 });
  return {
    clock,
    outbox,
    store,
    state: store.state,
    row,
    /** What was sent since the last call; questions without their names. */
    sent: () =>
      frames.splice(0).map((frame) => {
        if (frame.type !== "open") return frame;
        const { id: _, ...open } = frame;
        return open;
      }),
    /** The name of the newest question. */
    asked: () => asked,
    opened: (events: Row[] = [], given: Partial<Extract<ServerFrame, { type: "opened" }>> = {}) =>
      store.take({
        type: "opened",
        conversation: C,
        id: asked,
        epoch: "e1",
        reset: false,
        upto: events.at(-1)?.seq ?? 0,
        events,
        ...given,
      }),
  };
}

const question: Draft = { type: "user", id: U, parent: null, message: "hi" };
const typing: Draft = { type: "typing", id: A, parent: U, request: U, model: "m", message: "…" };
const token = (offset: number, message: string): Draft => ({
  type: "token",
  id: A,
  offset,
  message,
});

Deno.test("store asks for the shown conversation after hello, and again after the next", () => {
  const { store, sent, opened } = begin();
  assert.deepEqual(sent(), [{ type: "open", conversation: C }]);
  opened();
  store.setLine("waiting");
  assert.deepEqual(sent(), []);
  store.take(HELLO);
  assert.deepEqual(sent(), [{ type: "open", conversation: C, epoch: "e1", since: 0 }]);
});

Deno.test("store folds all rows of a frame together, before the next paint", () => {
  const { clock, store, state, row, opened } = begin();
  opened();
  clock.tick(16);
  const seen: string[] = [];
  const end = state.conversation.subscribe(({ messages }) =>
    seen.push(messages.get(A)?.text ?? "")
  );
  [row(question), row(typing), row(token(0, "Hel")), row(token(3, "lo"))].forEach(store.take);
  assert.equal(state.conversation.value.last, 0);
  clock.tick(16);
  store.take(row(token(5, "!")));
  clock.tick(16);
  end();
  assert.deepEqual(seen, ["", "Hello", "Hello!"]);
});

Deno.test("store asks again from the last row when one is missing", () => {
  const { store, row, sent, opened } = begin();
  opened([row(question)]);
  sent();
  row(typing);
  store.take(row(token(0, "x")));
  assert.deepEqual(sent(), [{ type: "open", conversation: C, epoch: "e1", since: 1 }]);
});

Deno.test("store keeps an accepted request on the screen until its row is there", () => {
  const { clock, store, state, outbox, row, opened } = begin();
  opened();
  outbox.add({ type: "prompt", conversation: C, id: U, message: "hi" });
  store.take({ type: "accepted", conversation: C, id: U, answer: A, seq: 1 });
  clock.tick(16);
  assert.deepEqual(state.outbox.value.map(({ state }) => state), ["accepted"]);
  store.take(row(question));
  assert.equal(state.outbox.value.length, 1);
  clock.tick(16);
  assert.equal(state.outbox.value.length, 0);
  assert.equal(state.conversation.value.messages.size, 1);
});

Deno.test("store forgets at once what was accepted in a conversation that is not shown", () => {
  const { store, state, outbox } = begin();
  outbox.add({ type: "prompt", conversation: D, id: U, message: "hi" });
  store.take({ type: "accepted", conversation: D, id: U, answer: A, seq: 1 });
  assert.equal(state.outbox.value.length, 0);
});

Deno.test("store sends what was under way again after the line was lost", () => {
  const { store, outbox, sent, opened } = begin();
  opened();
  const prompt = { type: "prompt", conversation: C, id: U, message: "hi" } as const;
  outbox.add(prompt);
  sent();
  store.setLine("waiting");
  store.setLine("connecting");
  store.setLine("open");
  store.take(HELLO);
  assert.deepEqual(sent().at(-1), prompt);
});

Deno.test("store tells how long a phase has lasted, by its own clock", () => {
  const { clock, store, state, row, opened } = begin();
  opened([row(question), row(typing)]);
  clock.tick(10_000);
  const phase = { type: "phase", conversation: C, id: A } as const;
  store.take({ ...phase, phase: "queued", position: 3, since: 1e12 - 4000 });
  assert.deepEqual(state.doing.value.get(A), { phase: "queued", position: 3, started: 6000 });
  clock.tick(1000);
  store.take({ ...phase, phase: "queued", position: 2, since: 1e12 });
  assert.equal(state.doing.value.get(A)?.started, 6000, "a new position is no new wait");
  store.take({ ...phase, phase: "reading", since: 1e12 + 60_000 });
  assert.equal(state.doing.value.get(A)?.started, 11_000, "never in the future");
  store.take(row({ type: "ai", id: A, reason: "stop", message: "Hello" }));
  clock.tick(16);
  assert.equal(state.doing.value.size, 0);
});

Deno.test("store measures phases against a server whose clock is ahead", () => {
  const { store, state, row, opened } = begin();
  opened();
  const minute = 60_000;
  store.take({ ...row(question), time: 1e12 + minute });
  store.take({
    type: "phase",
    conversation: C,
    id: A,
    phase: "reading",
    since: 1e12 + minute - 7000,
  });
  assert.equal(state.doing.value.get(A)?.started, -7000);
});

Deno.test("store tries to open again after a passing refusal, and says a final one", () => {
  const { clock, store, state, sent, asked } = begin();
  sent();
  const refused = { type: "refused", conversation: C } as const;
  store.take({ ...refused, id: asked(), code: "rate", message: "too fast" });
  clock.tick(1000);
  assert.deepEqual(sent(), [{ type: "open", conversation: C }]);
  store.take({ ...refused, id: asked(), code: "not_found", message: "no such" });
  assert.deepEqual(state.notices.value.map(({ kind, text }) => [kind, text]), [[
    "error",
    "no such",
  ]]);
});

Deno.test("store says nothing of a refused close or ping, and does not take it for its own question", () => {
  const { clock, store, state, sent } = begin();
  sent();
  store.take({ type: "refused", code: "rate", message: "too fast", conversation: D });
  store.take({ type: "refused", code: "rate", message: "too fast" });
  clock.tick(60_000);
  assert.deepEqual([state.notices.value, sent()], [[], []]);
});

Deno.test("store asks for a refused page again, with a patience that grows until all is there", () => {
  const { clock, store, state, row, opened, sent, asked } = begin();
  const refuse = () =>
    store.take({ type: "refused", conversation: C, id: asked(), code: "rate", message: "" });
  opened([row(question)], { more: true });
  for (const wait of [1000, 2000]) {
    sent();
    refuse();
    clock.tick(wait - 1);
    assert.deepEqual(sent(), []);
    clock.tick(1);
    assert.deepEqual(sent(), [{ type: "open", conversation: C, epoch: "e1", since: 1 }]);
  }
  opened([row(typing)], { more: true });
  sent();
  refuse();
  clock.tick(3999);
  assert.deepEqual(sent(), [], "a page is not all");
  clock.tick(1);
  assert.deepEqual(sent(), [{ type: "open", conversation: C, epoch: "e1", since: 2 }]);
  opened([row(token(0, "x"))]);
  clock.tick(16);
  assert.equal(state.conversation.value.messages.get(A)?.text, "x");
});

Deno.test("store does not ask twice when the line came back before its patience was over", () => {
  const { clock, store, sent, asked } = begin();
  store.take({ type: "refused", conversation: C, id: asked(), code: "rate", message: "" });
  store.setLine("waiting");
  sent();
  store.setLine("open");
  store.take(HELLO);
  clock.tick(60_000);
  assert.deepEqual(sent(), [{ type: "open", conversation: C }]);
});

Deno.test("store says the same words once, and remembers after which message", () => {
  const { clock, store, state, row, opened } = begin();
  opened();
  clock.tick(16);
  store.take({ type: "system", model: "m", message: "ready" });
  store.take({ type: "system", model: "m", message: "ready" });
  store.take(row(question));
  clock.tick(16);
  store.take({ type: "system", model: "m", message: "ready" });
  assert.deepEqual(state.notices.value.map(({ after }) => after), [null, U]);
});

Deno.test("store leaves it to whoever chose a model to say that it is ready", () => {
  const { store, state } = begin();
  state.choosing.value = "mine:1b";
  store.take({ type: "system", model: "mine:1b", message: "mine:1b is ready." });
  assert.deepEqual(state.notices.value, []);
  store.take({ type: "system", model: "other:1b", message: "other:1b is ready." });
  assert.deepEqual(state.notices.value.map(({ text }) => text), ["other:1b is ready."]);
});

Deno.test("store shows a model on its way until it has come, failed or was called off", () => {
  const { store, state } = begin();
  const loading = {
    type: "loading",
    model: "phi3",
    status: "downloading",
    message: "50 %",
  } as const;
  for (const status of ["ready", "failed", "cancelled"]) {
    store.take(loading);
    assert.deepEqual([...state.loading.value.values()], [loading]);
    store.take({ ...loading, status, message: `It is ${status}.` });
    assert.equal(state.loading.value.size, 0);
  }
  assert.deepEqual(state.notices.value.map(({ kind, text }) => [kind, text]), [
    ["error", "It is failed."],
    ["system", "It is cancelled."],
  ]);
  store.take({ ...HELLO, loading: [loading] });
  assert.equal(state.loading.value.size, 1, "what runs when the page comes is shown");
});

Deno.test("store.show() leaves one conversation for another", () => {
  const { clock, store, state, row, sent, asked, opened } = begin();
  opened([row(question)]);
  clock.tick(16);
  sent();
  const late = asked();
  store.show(D);
  assert.deepEqual(sent(), [{ type: "close", conversation: C }, { type: "open", conversation: D }]);
  assert.equal(state.conversation.value.messages.size, 0);
  assert.equal(state.isOpened.value, false);
  opened([row(typing)], { id: late });
  store.take(row(token(0, "late")));
  clock.tick(16);
  assert.equal(state.conversation.value.messages.size, 0);
  store.show(makeId(), { isNew: true });
  assert.equal(state.isOpened.value, true);
});

Deno.test("store ignores frames that it does not know", () => {
  const { store, state } = begin();
  const unknown: ServerFrame = JSON.parse('{"type":"weather","message":"sunny"}');
  store.take(unknown);
  assert.deepEqual(state.notices.value, []);
});
