import assert from "node:assert/strict";
import { createStorage } from "../../static/storage.js";
import { createMemoryArea } from "../support/memory_area.ts";

function begin() {
  const memory = createMemoryArea();
  const told: unknown[] = [];
  const make = () => createStorage({ area: memory.area, onBlocked: (error) => told.push(error) });
  return { memory, told, make };
}

Deno.test("createStorage() keeps values for the next page", () => {
  const { make, told } = begin();
  make().set("draft.1", "hello");
  assert.equal(make().get("draft.1"), "hello");
  assert.equal(make().get("draft.2"), undefined);
  make().remove("draft.1");
  assert.equal(make().get("draft.1"), undefined);
  assert.deepEqual(told, []);
});

Deno.test("createStorage() lists keys under a prefix, and nobody else's", () => {
  const { memory, make } = begin();
  memory.area().setItem("other.outbox.1", "x");
  const storage = make();
  storage.set("outbox.1", "a");
  storage.set("outbox.2", "b");
  storage.set("draft.1", "c");
  assert.deepEqual(storage.keys("outbox.").sort(), ["outbox.1", "outbox.2"]);
});

for (const fault of ["block", "fill"] as const) {
  Deno.test(`createStorage() works on in memory when the browser's is made to ${fault}`, () => {
    const { memory, told, make } = begin();
    memory[fault]();
    const storage = make();
    storage.set("outbox.1", "a");
    storage.set("outbox.2", "b");
    assert.equal(storage.get("outbox.1"), "a");
    assert.deepEqual(storage.keys("outbox."), ["outbox.1", "outbox.2"]);
    storage.remove("outbox.1");
    assert.equal(storage.get("outbox.1"), undefined);
    assert.equal(told.length, 1);
  });
}
