import assert from "node:assert/strict";
import { createActions } from "../../static/actions.js";
import { createApi } from "../../static/api.js";
import { makeId } from "../../static/id.js";
import { createListed } from "../../static/listed.js";
import { createOutbox } from "../../static/outbox.js";
import { paletteItems } from "../../static/palette_items.js";
import { createPlace } from "../../static/place.js";
import { createStorage } from "../../static/storage.js";
import { createStore } from "../../static/store.js";
import { HELLO } from "../support/fake_socket.ts";
import { createMemoryArea } from "../support/memory_area.ts";
import { createPageClock } from "../support/page_clock.ts";

const [C, U] = [makeId(), makeId()];

/** A page that is connected and shows a conversation in which something was said. */
function begin() {
  const clock = createPageClock();
  const sent: Record<string, unknown>[] = [];
  const send = (frame: object) => sent.push({ ...frame }) > 0;
  const storage = createStorage({ area: createMemoryArea().area });
  const outbox = createOutbox({ storage, send, clock });
  const store = createStore({ outbox, send, clock });
  const { state } = store;
  const api = createApi({ fetch: () => Promise.reject(new Error("nobody is there")) });
  const location = { hash: "", pathname: "/", search: "" };
  const history = { pushState() {}, replaceState() {} };
  const actions = createActions({
    store,
    connection: { send, start() {}, wake() {}, stop() {} },
    outbox,
    api,
    place: createPlace({ storage, location, history }),
    listed: createListed({ state, api, clock }),
    clock,
    reload: () => {},
  });
  store.show(C);
  store.setLine("open");
  store.take(HELLO);
  const asked = { type: "user", id: U, parent: null, message: "Tea?" } as const;
  const events = [{ ...asked, conversation: C, seq: 1, time: 1 }];
  const id = String(sent.findLast(({ type }) => type === "open")?.id);
  store.take({ type: "opened", conversation: C, id, epoch: "e", reset: false, upto: 1, events });
  clock.tick(16);
  sent.length = 0;
  const items = (query = "") => paletteItems({ state, actions, query, found: [] });
  return { store, sent, items, command: (id: string) => items().find((item) => item.id === id) };
}

Deno.test("paletteItems() has one command that asks for something first: a title, to rename", () => {
  const { items, sent, command } = begin();
  const asking = items().filter(({ asks }) => asks !== undefined);
  assert.deepEqual(asking.map(({ id, asks }) => [id, asks]), [["rename", "title"]]);
  command("rename")?.run("Green tea");
  assert.deepEqual(
    sent.map(({ type, conversation, message }) => ({ type, conversation, message })),
    [
      { type: "rename", conversation: C, message: "Green tea" },
    ],
  );
});

Deno.test("paletteItems() renames nothing when no title is given", () => {
  const { sent, command } = begin();
  command("rename")?.run();
  assert.deepEqual(sent, []);
});

Deno.test("paletteItems() leaves out what cannot be done without a line", () => {
  const { store, items } = begin();
  const online = items().map(({ id }) => id);
  store.setLine("waiting");
  const left = new Set(items().map(({ id }) => id));
  assert.deepEqual(
    online.filter((id) => !left.has(id)),
    ["rename", "markdown", "json", "delete"],
  );
});

Deno.test("paletteItems() finds commands by other words, the best first", () => {
  const { items } = begin();
  assert.equal(items("title")[0]?.id, "rename");
  assert.equal(items("new chat")[0]?.id, "new");
  assert.deepEqual(items("qqqq"), []);
});
