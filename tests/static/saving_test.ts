import assert from "node:assert/strict";
import { signal } from "@preact/signals-core";
import { makeId } from "../../static/id.js";
import { createSaving } from "../../static/saving.js";
import { createState, type Saving } from "../../static/state.js";

const C = makeId();

function begin() {
  const state = createState({ outbox: signal([]) });
  state.saving.value = { conversation: C, state: "sent" };
  return { state, saving: createSaving({ state }) };
}

const said = (saving: Saving | undefined) => saving?.state === "refused" ? saving.message : "";

Deno.test("saving is over with the row of its conversation", () => {
  const { state, saving } = begin();
  saving.take({ type: "settings", conversation: makeId(), seq: 1, time: 1 });
  assert.equal(state.saving.value?.state, "sent");
  saving.take({ type: "settings", conversation: C, seq: 1, time: 1 });
  assert.equal(state.saving.value?.state, "saved");
});

Deno.test("saving takes a refusal that has no id, and says that nothing can be set yet", () => {
  const { state, saving } = begin();
  const refused = { type: "refused", code: "not_found", message: "no such" } as const;
  assert.equal(saving.refused({ ...refused, conversation: C, id: makeId() }), false);
  assert.equal(saving.refused({ ...refused, conversation: makeId() }), false);
  assert.equal(saving.refused({ ...refused, conversation: C }), true);
  assert.match(said(state.saving.value), /Ask something first/);
  assert.equal(saving.refused({ ...refused, conversation: C }), false);
});

Deno.test("saving does not wait for a line that is lost", () => {
  const { state, saving } = begin();
  saving.lose();
  assert.match(said(state.saving.value), /line was lost/);
});
