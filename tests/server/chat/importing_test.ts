import assert from "node:assert/strict";
import { install } from "@sinonjs/fake-timers";
import { asideHere } from "../../../server/aside/aside.ts";
import { createJobs } from "../../../server/aside/jobs.ts";
import { JournalError } from "../../../server/journal/journal.ts";
import { createMemoryJournal } from "../../../server/journal/memory.ts";
import { someChat } from "../../support/some_chat.ts";
import { openWebuiExport } from "../../support/foreign_exports.ts";

async function* file() {
  yield new TextEncoder().encode(JSON.stringify(openWebuiExport));
}

Deno.test("importing.run() has erased what is left of a conversation that could not be stored whole", async () => {
  const clock = install({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  try {
    await using memory = createMemoryJournal();
    const left = new Set<string>();
    const journal = {
      ...memory,
      adopt() {
        left.add("some of it");
        return Promise.reject(new JournalError("The disk is full"));
      },
      deletedBefore: () =>
        Promise.resolve([...left].map((conversation) => ({
          ...{ conversation, owner: "local", top: 1, title: "", model: "", updated: 0 },
          deleted: true as const,
        }))),
      erase: (id: string) => Promise.resolve(void left.delete(id)),
    };
    const { chat } = someChat({ journal, aside: asideHere(createJobs({ source: () => journal })) });
    const told = { onProgress() {}, onFailure() {} };
    await assert.rejects(chat.importing.run("local", file(), told), {
      message: "The disk is full",
    });
    assert.equal(left.size, 1);
    await clock.tickAsync(25_000);
    assert.equal(left.size, 0);
    await chat.close();
  } finally {
    clock.uninstall();
  }
});

Deno.test("importing.run() refuses a second file while one is being read", async () => {
  const journal = createMemoryJournal();
  const { chat } = someChat({ journal, aside: asideHere(createJobs({ source: () => journal })) });
  const told = { onProgress() {}, onFailure() {} };
  const first = chat.importing.run("local", file(), told);
  await assert.rejects(chat.importing.run("local", file(), told), { message: /one at a time/ });
  assert.equal(chat.importing.running, true);
  assert.equal((await first).added, openWebuiExport.length);
  assert.equal((await chat.importing.run("local", file(), told)).known, openWebuiExport.length);
  await chat.close();
});
