import assert from "node:assert/strict";
import { createMemoryJournal } from "../../../server/journal/memory.ts";
import { createRelay } from "../../../server/ollama/relay.ts";
import { startFakeOllama } from "../../support/fake_ollama.ts";
import { someChat } from "../../support/some_chat.ts";

Deno.test("fault 26: what is asked while the server stops is stored, and left for the next start", async () => {
  await using fake = await startFakeOllama({ models: ["demo"] });
  await using journal = createMemoryJournal();
  const start = () => someChat({ journal, ollama: createRelay({ address: fake.address }) }).chat;
  const stopping = start();
  await stopping.close();
  const { answer } = await stopping.requests.prompt({
    owner: "local",
    conversation: crypto.randomUUID(),
    id: crypto.randomUUID(),
    message: "Is anyone there?",
  });
  assert.deepEqual(fake.requests, []);
  assert.deepEqual((await journal.unended()).map(({ id }) => id), [answer]);
  const next = start();
  await next.recover();
  assert.equal(await (await fake.nextRequest("/api/chat")).outcome, "whole");
  await next.close();
});
