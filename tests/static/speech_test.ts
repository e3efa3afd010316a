import assert from "node:assert/strict";
import { signal } from "@preact/signals-core";
import type { Draft, Row } from "../../server/journal/rows.ts";
import { emptyConversation, fold } from "../../static/fold.js";
import { createOutbox } from "../../static/outbox.js";
import { createReading } from "../../static/speech/reading.js";
import { createSpeech, type Line } from "../../static/speech.js";
import { createStorage } from "../../static/storage.js";
import { createStore } from "../../static/store.js";
import { HELLO } from "../support/fake_socket.ts";
import { createMemoryArea } from "../support/memory_area.ts";
import { createPageClock } from "../support/page_clock.ts";

const asked: Draft = { type: "user", id: "u", parent: null, message: "hi" };
const typing: Draft = {
  type: "typing",
  id: "a",
  parent: "u",
  request: "u",
  model: "m",
  message: "",
};
const token = (offset: number, message: string): Draft => ({
  type: "token",
  id: "a",
  offset,
  message,
});

function begin(before: Draft[] = []) {
  const send = () => true;
  const outbox = createOutbox({ storage: createStorage({ area: createMemoryArea().area }), send });
  const store = createStore({ outbox, send });
  const { state } = store;
  const lines = signal<readonly Line[]>([]);
  const clock = createPageClock();
  const reading = { value: createReading, isSettled: true };
  const { stop } = createSpeech({ state, lines, clock, reading });
  let seq = 0;
  const tell = (...drafts: Draft[]) => {
    const rows = drafts.map((draft): Row => ({ ...draft, conversation: "c", seq: ++seq, time: 1 }));
    state.conversation.value = fold(state.conversation.value, rows);
  };
  state.conversation.value = emptyConversation("c");
  tell(...before);
  state.isOpened.value = true;
  return { store, state, clock, tell, stop, said: () => lines.value.map(({ text }) => text) };
}

Deno.test("speech says an answer a whole sentence at a time", () => {
  const { tell, said } = begin();
  tell(asked, typing, token(0, "It is wa"));
  assert.deepEqual(said(), []);
  tell(token(8, "rm. It may"));
  assert.deepEqual(said(), ["It is warm."]);
  tell({ type: "ai", id: "a", reason: "stop", message: "It is warm. It may rain." });
  assert.deepEqual(said(), ["It is warm.", "It may rain.", "End of the answer."]);
});

Deno.test("speech says an answer that came all at once", () => {
  const { tell, said } = begin();
  tell(asked, typing, { type: "ai", id: "a", reason: "stop", message: "Yes." });
  assert.deepEqual(said(), ["Yes."]);
});

Deno.test("speech says words and not the marks that they were written with", () => {
  const { tell, said } = begin();
  const message = "# Tea\n**Steep** [it](https://example.org/).\n\n```ts\nbrew();\n```\nDone";
  tell(asked, typing, { type: "ai", id: "a", reason: "stop", message });
  assert.deepEqual(said(), ["Tea. Steep it. Code block, TypeScript. Done"]);
});

Deno.test("speech lets a line go once it was heard, so that nobody reads it a second time", () => {
  const { store, clock, said } = begin();
  store.notify("system", "One.");
  clock.tick(3_000);
  store.notify("system", "Two.");
  clock.tick(2_000);
  assert.deepEqual(said(), ["Two."]);
  clock.tick(3_000);
  assert.deepEqual(said(), []);
});

Deno.test("speech says nothing of what was there when the conversation was opened", () => {
  const { tell, said } = begin([asked, typing, token(0, "Old words. ")]);
  assert.deepEqual(said(), []);
  tell(token(11, "New words. And"));
  assert.deepEqual(said(), ["New words."]);
});

Deno.test("speech says that an answer was cut or empty, and how much its model did not see", () => {
  const cut = begin();
  const context = { used: 9, limit: 10, dropped: 1 };
  const onward: Draft = { ...typing, id: "b", parent: "v", request: "v" };
  cut.tell(asked, typing, { type: "ai", id: "a", reason: "length", message: "Half" });
  cut.tell({ ...asked, id: "v", parent: "a" }, onward);
  cut.tell({ type: "ai", id: "b", reason: "stop", message: "", context });
  assert.deepEqual(cut.said(), [
    "Half",
    "The answer reached its length limit.",
    "The model ended without saying anything.",
    "1 earlier message no longer fits into the model's window.",
  ]);
});

Deno.test("speech says that an answer was stopped, or failed", () => {
  const stopped = begin();
  stopped.tell(asked, typing, { type: "ai", id: "a", reason: "stopped", message: "Half" });
  assert.deepEqual(stopped.said(), ["Half", "You stopped this answer."]);
  const failed = begin();
  failed.tell(asked, typing, {
    type: "error",
    id: "a",
    code: "unavailable",
    message: "Not there.",
    text: "",
  });
  assert.deepEqual(failed.said(), ["Error: Not there."]);
});

Deno.test("speech says only what is new when an answer is gone on with", () => {
  const { tell, said } = begin([
    asked,
    typing,
    { type: "ai", id: "a", reason: "stopped", message: "It is warm. It may" },
  ]);
  const onward = { ...typing, id: "b", request: "r", continues: "a" };
  tell(onward, { type: "token", id: "b", offset: 18, message: " rain. Or" });
  assert.deepEqual(said(), ["rain."]);
  tell({ type: "ai", id: "b", reason: "stop", message: "It is warm. It may rain. Or snow." });
  assert.deepEqual(said(), ["rain.", "Or snow.", "End of the answer."]);
});

Deno.test("speech says only what is new when a model says its last words again", () => {
  const { tell, said } = begin([
    asked,
    typing,
    { type: "ai", id: "a", reason: "length", message: "It is warm. It may" },
  ]);
  tell({ ...typing, id: "b", request: "r", continues: "a" });
  tell({ type: "token", id: "b", offset: 12, message: "It" });
  tell({ type: "token", id: "b", offset: 14, message: " may rain. Or" });
  assert.deepEqual(said(), ["rain."]);
});

Deno.test("speech says notices, and when the line is lost and back", () => {
  const { store, said } = begin();
  store.setLine("open");
  store.setLine("waiting");
  store.setLine("connecting");
  store.setLine("open");
  store.notify("system", "Ready.");
  assert.deepEqual(said(), ["Disconnected.", "Connected.", "Ready."]);
});

Deno.test("speech says a notice that comes after one that is gone", () => {
  const { store, said } = begin();
  store.notify("system", "Later.", { isForNow: true });
  store.take(HELLO);
  store.notify("system", "Ready.");
  assert.deepEqual(said(), ["Later.", "Ready."]);
});

Deno.test("speech.stop() ends the listening", () => {
  const { stop, tell, said } = begin();
  stop();
  tell(asked, typing, { type: "ai", id: "a", reason: "stop", message: "Yes." });
  assert.deepEqual(said(), []);
});
