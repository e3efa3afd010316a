import assert from "node:assert/strict";
import type { ClientFrame } from "../../server/socket/protocol.ts";
import type { Draft, Row } from "../../server/journal/rows.ts";
import { createEditActions } from "../../static/edit_actions.js";
import { makeId } from "../../static/id.js";
import { createMessageActions } from "../../static/message_actions.js";
import { createOutbox } from "../../static/outbox.js";
import { createPlace } from "../../static/place.js";
import { TYPING } from "../../static/protocol.js";
import { createStorage } from "../../static/storage.js";
import { createStore } from "../../static/store.js";
import { HELLO } from "../support/fake_socket.ts";
import { createMemoryArea } from "../support/memory_area.ts";
import { createPageClock } from "../support/page_clock.ts";

const C = makeId();
const [U1, A1, U2, A2] = [makeId(), makeId(), makeId(), makeId()];

const asked = (id: string, parent: string | null): Draft => ({
  type: "user",
  id,
  parent,
  message: `${id}?`,
});
const typing = (id: string, parent: string): Draft => ({
  type: "typing",
  id,
  parent,
  request: parent,
  model: "m",
  message: TYPING,
});

/** A page that shows two questions: the first is being answered, the second waits. */
function begin() {
  const clock = createPageClock();
  const frames: ClientFrame[] = [];
  let isOpen = true;
  const send = (frame: ClientFrame) => isOpen && frames.push(frame) > 0;
  const storage = createStorage({ area: createMemoryArea().area });
  const outbox = createOutbox({ storage, send, clock });
  const store = createStore({ outbox, send, clock });
  const location = { hash: "", pathname: "/", search: "" };
  const history = { pushState() {}, replaceState() {} };
  const place = createPlace({ storage, location, history });
  const actions = createMessageActions({
    store,
    connection: { send, start() {}, wake() {}, stop() {} },
    outbox,
    setDraft: (text) => store.state.draft.value = text,
    edits: createEditActions({ store, place }),
    files: {
      attach: () => Promise.resolve(),
      removeFile() {},
      clearFiles() {},
      putBack() {},
      showFiles() {},
    },
  });
  const rows = [
    asked(U1, null),
    typing(A1, U1),
    { type: "token" as const, id: A1, offset: 0, message: "We" },
    asked(U2, A1),
    typing(A2, U2),
  ];
  /** All that is asked for was there already, or is these rows. */
  function answerOpen(rows: Draft[] = []) {
    const open = frames.findLast((frame) => frame.type === "open");
    const events = rows.map((row, at): Row => ({ ...row, conversation: C, seq: at + 1, time: 1 }));
    store.take({
      type: "opened",
      conversation: C,
      id: open?.id,
      epoch: "e",
      reset: false,
      upto: open?.since ?? rows.length,
      events,
    });
    clock.tick(16);
  }
  store.show(C);
  store.setLine("open");
  store.take(HELLO);
  answerOpen(rows);
  frames.length = 0;
  return {
    clock,
    store,
    actions,
    /** What was sent since the last call, but for questions about what is new. */
    sent: () => frames.splice(0).filter(({ type }) => type !== "open"),
    /** What was stopped since the last call. */
    stopped: () => frames.splice(0).flatMap((frame) => frame.type === "stop" ? [frame.id] : []),
    loseLine() {
      isOpen = false;
      store.setLine("waiting");
    },
    bringLineBack() {
      isOpen = true;
      store.setLine("open");
      store.take(HELLO);
      answerOpen();
    },
  };
}

Deno.test("edit() stops what is being answered below the message, and nothing above it", () => {
  const { actions, sent } = begin();
  actions.edit(U2, "Better?");
  assert.deepEqual(
    sent().map((frame) => [
      frame.type,
      frame.type === "prompt" ? frame.parent : frame.type === "stop" && frame.id,
    ]),
    [["prompt", A1], ["stop", A2]],
  );
});

Deno.test("edit() of the first message stops every answer of the branch", () => {
  const { actions, stopped } = begin();
  actions.edit(U1, "Better?");
  assert.deepEqual(stopped(), [A1, A2]);
});

Deno.test("edit() of a message in a branch that is not shown any more stops nothing", () => {
  const { store, clock, actions, stopped } = begin();
  store.take({ type: "head", id: A1, conversation: C, seq: 6, time: 1 });
  clock.tick(16);
  actions.edit(U2, "Better?");
  assert.deepEqual(stopped(), []);
});

Deno.test("stop() without a line is said, and sent when the line is back", () => {
  const { store, actions, stopped, loseLine, bringLineBack } = begin();
  loseLine();
  actions.stop(A2);
  assert.equal(actions.stopFirst(), true);
  assert.deepEqual(stopped(), []);
  assert.deepEqual(store.state.notices.value.map(({ text }) => text), [
    "This is stopped when the line is back.",
  ]);
  bringLineBack();
  assert.deepEqual(stopped(), [A2, A1]);
  assert.deepEqual(store.state.notices.value, [], "it is not true any more");
});

Deno.test("stop() is sent once more after the next hello, since a line may be lost with it", () => {
  const { actions, stopped, loseLine, bringLineBack } = begin();
  actions.stop(A1);
  assert.deepEqual(stopped(), [A1]);
  loseLine();
  bringLineBack();
  assert.deepEqual(stopped(), [A1]);
  loseLine();
  bringLineBack();
  assert.deepEqual(stopped(), []);
});

Deno.test("edit() without a line stops the answers below once the line is back", () => {
  const { store, actions, sent, loseLine, bringLineBack } = begin();
  loseLine();
  actions.edit(U2, "Better?");
  assert.deepEqual(store.state.notices.value, [], "the edit itself is seen to wait");
  bringLineBack();
  assert.deepEqual(sent().map(({ type }) => type), ["prompt", "stop"]);
});
