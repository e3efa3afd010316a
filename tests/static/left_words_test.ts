/** A conversation is deleted elsewhere: what was being written in it goes along into the new one. */
import assert from "node:assert/strict";
import type { ClientFrame } from "../../server/socket/protocol.ts";
import { createActions } from "../../static/actions.js";
import { createApi } from "../../static/api.js";
import { makeId } from "../../static/id.js";
import { createListed } from "../../static/listed.js";
import { createOutbox } from "../../static/outbox.js";
import { createPlace } from "../../static/place.js";
import { createStorage } from "../../static/storage.js";
import { createStore } from "../../static/store.js";
import { HELLO } from "../support/fake_socket.ts";
import { createMemoryArea } from "../support/memory_area.ts";
import { createPageClock } from "../support/page_clock.ts";

const C = makeId();

/** The page without a view, put together as `main.js` does it. */
function begin() {
  const clock = createPageClock();
  const frames: ClientFrame[] = [];
  let isOpen = false;
  const send = (frame: ClientFrame) => isOpen && frames.push(frame) > 0;
  const storage = createStorage({ area: createMemoryArea().area });
  const outbox = createOutbox({
    storage,
    send,
    clock,
    onGone: (id) => actions.bringBack(id),
  });
  const store = createStore({
    outbox,
    send,
    clock,
    onListed: (line) => actions.noteConversation(line),
    onGone: (id) => actions.leaveDeleted(id),
  });
  const location = { hash: `#/c/${C}`, pathname: "/", search: "" };
  const history = { pushState() {}, replaceState() {} };
  const place = createPlace({ storage, location, history });
  const api = createApi({
    fetch: () => Promise.reject(new TypeError("There is no network here.")),
  });
  const actions = createActions({
    store,
    connection: { send, start() {}, wake() {}, stop() {} },
    outbox,
    api,
    place,
    listed: createListed({ state: store.state, api, clock }),
    clock,
  });
  actions.arrive();
  return {
    store,
    state: store.state,
    actions,
    outbox,
    place,
    /** The line comes; what is asked is answered by no one yet. */
    connect() {
      isOpen = true;
      store.setLine("open");
      store.take(HELLO);
    },
    deleteElsewhere: () =>
      store.take({
        type: "conversation",
        id: C,
        title: "",
        model: "",
        updated: 1,
        running: false,
        deleted: true,
      }),
    refuseGone: (type: ClientFrame["type"]) => {
      const frame = frames.findLast((frame) => frame.type === type);
      const id = frame && "id" in frame ? frame.id : undefined;
      store.take({ type: "refused", code: "gone", message: "Deleted.", conversation: C, id });
    },
    notices: () => store.state.notices.value.map(({ text }) => text),
  };
}

Deno.test("leaveDeleted() takes along the draft, the edits and the files of the conversation", () => {
  const { state, actions, place, connect, deleteElsewhere } = begin();
  connect();
  actions.setDraft("Half a question");
  actions.writeEdit(makeId(), "Half an edit");
  const file = { id: "1", name: "a.txt", size: 1, text: "x" };
  state.files.value = [file];
  place.keepFiles(C, JSON.stringify([file]));
  place.keepDraft(C, "In another tab");
  deleteElsewhere();
  assert.notEqual(state.shown.value, C);
  assert.equal(state.draft.value, "Half a question\n\nHalf an edit");
  assert.deepEqual(state.files.value, [file]);
  assert.equal(place.draft(state.shown.value), state.draft.value, "it is kept as any draft is");
  actions.show(C);
  assert.equal(state.draft.value, "In another tab", "should it be restored");
});

Deno.test("what cannot be sent any more, since its conversation was deleted, goes into the field", () => {
  const { state, actions, outbox, connect, refuseGone } = begin();
  for (const text of ["One", "Two", "Three"]) actions.prompt(text);
  actions.setDraft("Four");
  connect();
  refuseGone("open");
  assert.notEqual(state.shown.value, C);
  assert.equal(state.draft.value, "Two\n\nThree\n\nFour");
  refuseGone("prompt");
  assert.equal(state.draft.value, "One\n\nTwo\n\nThree\n\nFour");
  assert.deepEqual(outbox.items.value, []);
});

Deno.test("bringBack() says why words are in the field, and makes no edit of another conversation of them", () => {
  const { store, state, actions, connect, refuseGone, notices } = begin();
  const root = { type: "user", id: makeId(), parent: null, message: "Root?" } as const;
  store.state.conversation.value = {
    ...state.conversation.value,
    messages: new Map([[root.id, {
      ...root,
      role: "user",
      text: root.message,
      thinking: "",
      state: "sent",
      seq: 1,
      time: 1,
    }]]),
  };
  actions.edit(root.id, "A better root?");
  actions.show(makeId(), { isNew: true });
  connect();
  refuseGone("prompt");
  assert.equal(state.draft.value, "A better root?");
  assert.deepEqual([...state.edits.value], []);
  assert.equal(notices().length, 1);
});

Deno.test("bringBack() and editUnsent() put the images back as well", () => {
  const { state, actions, outbox, connect, refuseGone } = begin();
  const [one, two] = ["1".repeat(64), "2".repeat(64)];
  const attach = (hash: string) => state.files.value = [{ id: hash, name: "a.png", size: 1, hash }];
  const images = () => state.files.value.map(({ hash }) => hash);
  attach(one);
  actions.prompt("");
  connect();
  refuseGone("prompt");
  assert.deepEqual(images(), [one]);
  actions.setDraft("");
  actions.clearFiles();
  attach(two);
  actions.prompt("What is this?");
  const { id } = outbox.items.value[0].frame;
  outbox.refused({ type: "refused", code: "too_long", message: "", conversation: C, id });
  actions.editUnsent(id);
  assert.deepEqual([state.draft.value, images()], ["What is this?", [two]]);
  actions.prompt("What is this?");
  const { frame } = outbox.items.value[0];
  assert.deepEqual(frame.type === "prompt" && frame.images, [two]);
});

Deno.test("editUnsent() takes back a message that waits for the line, and leaves one on its way", () => {
  const { state, actions, outbox, connect } = begin();
  actions.prompt("First");
  actions.prompt("Second");
  const [first, second] = outbox.items.value.map(({ frame }) => frame.id);
  connect();
  actions.editUnsent(first);
  assert.equal(state.draft.value, "");
  actions.editUnsent(second);
  assert.equal(state.draft.value, "Second");
  assert.deepEqual(outbox.items.value.map(({ frame }) => frame.id), [first]);
});

Deno.test("editUnsent() makes files again of those that the message quotes", async () => {
  const { state, actions, outbox } = begin();
  actions.prompt("What is this?\n\nFile: tea.txt (8 bytes)\n```txt\nSteep it\n```");
  actions.editUnsent(outbox.items.value[0].frame.id);
  await import("../../static/quoted_files.js");
  await Promise.resolve();
  assert.equal(state.draft.value, "What is this?");
  assert.deepEqual(state.files.value.map(({ name, size, text }) => [name, size, text]), [
    ["tea.txt", 8, "Steep it"],
  ]);
});
