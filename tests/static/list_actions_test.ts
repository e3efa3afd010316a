import assert from "node:assert/strict";
import type { ServerFrame } from "../../server/socket/protocol.ts";
import { createListActions } from "../../static/list_actions.js";
import { createListed } from "../../static/listed.js";
import { makeId } from "../../static/id.js";
import { createOutbox } from "../../static/outbox.js";
import { createStorage } from "../../static/storage.js";
import { createStore } from "../../static/store.js";
import { createMemoryArea } from "../support/memory_area.ts";
import { createPageClock } from "../support/page_clock.ts";

const C = makeId();

/** A page that shows the conversation C, which stands in the list as "Tea". */
function begin() {
  const clock = createPageClock();
  const sent: Record<string, unknown>[] = [];
  const send = (frame: object) => sent.push({ ...frame }) > 0;
  const storage = createStorage({ area: createMemoryArea().area });
  const store = createStore({ outbox: createOutbox({ storage, send, clock }), send, clock });
  const { state } = store;
  const listed = createListed({
    state,
    clock,
    api: { conversations: () => Promise.resolve(undefined) },
  });
  store.show(C);
  listed.take({ id: C, title: "Tea", model: "", updated: 1, running: false });
  const actions = createListActions({
    store,
    listed,
    show: store.show,
    newChat: () => store.show(makeId(), { isNew: true }),
    moveOn: () => store.show(makeId(), { isNew: true }),
    clock,
  });
  return {
    clock,
    state,
    store,
    listed,
    actions,
    sent,
    titles: () => state.list.value.lines.map(({ title }) => title),
    refuse(code: Extract<ServerFrame, { type: "refused" }>["code"]) {
      const id = String(sent.findLast(({ type }) => type === "rename" || type === "delete")?.id);
      store.take({ type: "refused", code, message: "Not now.", conversation: C, id });
    },
  };
}

Deno.test("rename() shows the new title at once, and the old one again when it is refused", () => {
  const { state, actions, titles, refuse } = begin();
  actions.rename(C, "Coffee");
  assert.deepEqual(titles(), ["Coffee"]);
  refuse("storage");
  assert.deepEqual(titles(), ["Tea"]);
  assert.deepEqual(state.notices.value.map(({ text }) => text), ["Not now."]);
});

Deno.test("rename() that is refused leaves a title alone that came from elsewhere since", () => {
  const { actions, listed, titles, refuse } = begin();
  actions.rename(C, "Coffee");
  listed.take({ id: C, title: "Water", model: "", updated: 2, running: false });
  refuse("storage");
  assert.deepEqual(titles(), ["Water"]);
});

Deno.test("remove() puts everything back where it was when it is refused", () => {
  const { state, actions, titles, refuse } = begin();
  actions.remove(C);
  assert.deepEqual(titles(), []);
  assert.notEqual(state.shown.value, C);
  assert.equal(state.removed.value?.id, C);
  refuse("storage");
  assert.deepEqual(titles(), ["Tea"]);
  assert.equal(state.shown.value, C);
  assert.equal(state.removed.value, undefined, "there is nothing to undo");
});

Deno.test("remove() of what is gone already stays as it is", () => {
  const { actions, titles, refuse } = begin();
  actions.remove(C);
  refuse("gone");
  assert.deepEqual(titles(), []);
});

Deno.test("undoRemove() leads back once the conversation is restored, and not before", () => {
  const { state, store, sent, actions } = begin();
  actions.remove(C);
  actions.undoRemove();
  assert.notEqual(state.shown.value, C);
  assert.equal(state.removed.value?.id, C, "it can be tried again if the line is lost now");
  const { type, id } = sent.at(-1) ?? {};
  assert.equal(type, "restore");
  store.take({ type: "done", conversation: C, id: String(id) });
  assert.equal(state.shown.value, C);
  assert.equal(state.removed.value, undefined);
});

Deno.test("undoRemove() leaves alone who has gone elsewhere meanwhile", () => {
  const { state, store, sent, actions } = begin();
  const elsewhere = makeId();
  actions.remove(C);
  actions.undoRemove();
  const { id } = sent.at(-1) ?? {};
  store.show(elsewhere);
  store.take({ type: "done", conversation: C, id: String(id) });
  assert.equal(state.shown.value, elsewhere);
});

Deno.test("undoRemove() says so when it comes too late", () => {
  const { state, store, sent, actions } = begin();
  actions.remove(C);
  actions.undoRemove();
  const { id } = sent.at(-1) ?? {};
  const refused = {
    type: "refused",
    code: "gone",
    message: "It is gone.",
    conversation: C,
  } as const;
  store.take({ ...refused, id: String(id) });
  assert.deepEqual(state.notices.value.map(({ text }) => text), ["It is gone."]);
});

Deno.test("remove() of several leaves each the ten seconds of its own", () => {
  const { clock, state, listed, actions, sent } = begin();
  const other = makeId();
  listed.take({ id: other, title: "Coffee", model: "", updated: 2, running: false });
  const left = () => state.removals.value.map(({ title }) => title);
  actions.remove(C);
  clock.tick(6_000);
  actions.remove(other);
  assert.deepEqual(left(), ["Tea", "Coffee"]);
  clock.tick(4_000);
  assert.deepEqual(left(), ["Coffee"]);
  actions.undoRemove();
  const restored = sent.filter(({ type }) => type === "restore");
  assert.deepEqual(restored.map(({ conversation }) => conversation), [other]);
  clock.tick(6_000);
  assert.deepEqual(left(), []);
});

Deno.test("undoRemove() brings back all that was deleted, as it stood in the list", () => {
  const { state, store, listed, actions, sent, titles } = begin();
  const other = makeId();
  listed.take({ id: other, title: "Coffee", model: "", updated: 2, running: false });
  actions.remove(C);
  actions.remove(other);
  actions.undoRemove();
  for (const { type, id, conversation } of sent) {
    if (type !== "restore") continue;
    store.take({ type: "done", conversation: String(conversation), id: String(id) });
  }
  assert.deepEqual(titles(), ["Coffee", "Tea"]);
  assert.equal(state.shown.value, C);
  assert.deepEqual(state.removals.value, []);
});
