/** What clients see while the journal cannot store. */
import assert from "node:assert/strict";
import { type Journal, JournalError } from "../../server/journal/journal.ts";
import { createMemoryJournal } from "../../server/journal/memory.ts";
import { endsAnswer } from "../../server/journal/rows.ts";
import { SUBPROTOCOL } from "../../static/protocol.js";
import { startFakeOllama } from "../support/fake_ollama.ts";
import { startParley } from "../support/parley.ts";
import { connect } from "../support/ws_client.ts";

const uuid = () => crypto.randomUUID();

/** A journal that stores no ends while it is told not to. */
function failingJournal() {
  const memory = createMemoryJournal();
  let isFull = false;
  const journal: Journal = {
    ...memory,
    append: (append) =>
      isFull && append.rows.some((row) => endsAnswer(row))
        ? Promise.reject(new JournalError("The disk is full"))
        : memory.append(append),
  };
  return { journal, setFull: (full: boolean) => isFull = full };
}

Deno.test("fault 29: an answer whose end cannot be saved says so, and ends once it can be", async () => {
  const { journal, setFull } = failingJournal();
  await using ollama = await startFakeOllama({ answers: [["Hello"]] });
  await using parley = await startParley({ ollama: ollama.address, journal });
  await using client = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
  const conversation = uuid();
  client.send({ type: "open", conversation });
  setFull(true);
  client.send({ type: "prompt", conversation, id: uuid(), message: "Hi" });
  const { answer } = await client.nextOf("accepted");
  let phase = await client.nextOf("phase");
  while (phase.phase !== "unsaved") phase = await client.nextOf("phase");
  assert.equal(phase.id, answer);

  await using other = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
  other.send({ type: "open", conversation });
  assert.equal((await other.nextOf("phase")).phase, "unsaved", "who comes now is told as well");
  setFull(false);
  const end = await client.nextOf("ai", "error");
  assert.deepEqual([end.type, end.id, end.message], ["ai", answer, "Hello"]);
  await journal[Symbol.asyncDispose]();
});

Deno.test("fault 29: a server whose ends cannot be saved still stops, and the next start marks them", async () => {
  const { journal, setFull } = failingJournal();
  await using ollama = await startFakeOllama({ answers: [["Hello"]] });
  const conversation = uuid();
  {
    await using parley = await startParley({ ollama: ollama.address, journal });
    await using client = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
    client.send({ type: "open", conversation });
    setFull(true);
    client.send({ type: "prompt", conversation, id: uuid(), message: "Hi" });
    let phase = await client.nextOf("phase");
    while (phase.phase !== "unsaved") phase = await client.nextOf("phase");
  }
  setFull(false);
  await using parley = await startParley({ ollama: ollama.address, journal });
  await using client = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
  client.send({ type: "open", conversation });
  const { events } = await client.nextOf("opened");
  const end = (events as { type: string; code?: string; text?: string }[]).at(-1);
  assert.deepEqual([end?.type, end?.code, end?.text], ["error", "restarted", "Hello"]);
  await journal[Symbol.asyncDispose]();
});
