import assert from "node:assert/strict";
import type { Message } from "../../static/fold.js";
import { forgotten } from "../../static/forgotten.js";
import { versionsOf } from "../../static/versions.js";

function message(id: string, role: Message["role"], given: Partial<Message> = {}): Message {
  return {
    id,
    role,
    parent: null,
    text: id,
    thinking: "",
    state: "ended",
    seq: 1,
    time: 1,
    ...given,
  };
}

Deno.test("versionsOf() counts what stands in the same place, and leaves out what stands alone", () => {
  const all = [
    message("q1", "user"),
    message("a1", "ai", { parent: "q1" }),
    message("a2", "ai", { parent: "q1" }),
    message("q2", "user", { parent: "a2" }),
    message("a3", "ai", { parent: "q1" }),
  ];
  const versions = versionsOf(new Map(all.map((one) => [one.id, one])));
  assert.deepEqual([...versions.keys()], ["a1", "a2", "a3"]);
  assert.deepEqual(versions.get("a2"), { rank: 2, count: 3, previous: "a1", next: "a3" });
  assert.equal(versions.get("a1")?.previous, undefined);
});

Deno.test("forgotten() finds the first message that the model still saw, answers without text aside", () => {
  const use = { used: 9, limit: 10 };
  const shown = [
    message("q1", "user"),
    message("a1", "ai", { text: "" }),
    message("q2", "user"),
    message("a2", "ai", { context: { ...use, dropped: 0 } }),
    message("q3", "user"),
    message("a3", "ai", { context: { ...use, dropped: 3 } }),
    message("q4", "user"),
  ];
  assert.deepEqual(forgotten(shown), { count: 3, before: "q3" });
  assert.equal(forgotten(shown.slice(0, 4)), undefined);
  assert.equal(forgotten([]), undefined);
});
