import assert from "node:assert/strict";
import { createMemoryJournal } from "../../../server/journal/memory.ts";
import { createModelSettings } from "../../../server/ollama/model_settings.ts";

/** Settings over a journal, which may be opened again. */
function begin({ journal = createMemoryJournal(), numCtx }: {
  journal?: ReturnType<typeof createMemoryJournal>;
  numCtx?: number;
} = {}) {
  const heard: unknown[] = [];
  const settings = createModelSettings({
    recall: (key) => journal.recall(key),
    remember: (key, value) => journal.remember(key, value),
    numCtx,
    onChange: (model, chosen) => heard.push([model, chosen]),
  });
  return { journal, settings, heard };
}

Deno.test("createModelSettings() holds what was chosen, by whichever name, also after a restart", async () => {
  const { journal, settings, heard } = begin();
  await settings.change("phi3", { num_ctx: 8192, keep_alive: "30m" });
  await settings.change("gemma:2b", { keep_alive: -1 });
  assert.deepEqual(await settings.of("phi3:latest"), { num_ctx: 8192, keep_alive: "30m" });
  assert.deepEqual(heard, [
    ["phi3:latest", { num_ctx: 8192, keep_alive: "30m" }],
    ["gemma:2b", { keep_alive: -1 }],
  ]);
  const again = begin({ journal }).settings;
  assert.deepEqual(await again.of("phi3"), { num_ctx: 8192, keep_alive: "30m" });
  assert.deepEqual(await again.of("gemma:2b"), { keep_alive: -1 });
  assert.deepEqual(await again.of("other"), {});
});

Deno.test("createModelSettings() has the server's window where none was chosen, and again after null", async () => {
  const { settings } = begin({ numCtx: 2048 });
  assert.deepEqual(await settings.of("phi3"), { num_ctx: 2048 });
  assert.deepEqual(await settings.change("phi3", { num_ctx: 4096 }), { num_ctx: 4096 });
  assert.deepEqual(await settings.of("phi3"), { num_ctx: 4096 });
  assert.deepEqual(await settings.change("phi3", { num_ctx: null }), {});
  assert.deepEqual(await settings.of("phi3"), { num_ctx: 2048 });
  assert.deepEqual(await settings.chosen(), {});
});

Deno.test("createModelSettings() loses none of several changes at once", async () => {
  const { settings } = begin();
  await Promise.all([
    settings.change("a", { num_ctx: 512 }),
    settings.change("b", { num_ctx: 1024 }),
    settings.change("a", { keep_alive: 0 }),
  ]);
  assert.deepEqual(await settings.chosen(), {
    "a:latest": { num_ctx: 512, keep_alive: 0 },
    "b:latest": { num_ctx: 1024 },
  });
});

Deno.test("createModelSettings() goes on as before when a change cannot be stored", async () => {
  const { journal, settings, heard } = begin();
  await settings.change("a", { num_ctx: 512 });
  const { remember } = journal;
  journal.remember = () => Promise.reject(new Error("The disk is full"));
  await assert.rejects(settings.change("a", { num_ctx: 1024 }));
  assert.deepEqual(await settings.of("a"), { num_ctx: 512 });
  assert.equal(heard.length, 1);
  journal.remember = remember;
  assert.deepEqual(await settings.change("a", { num_ctx: 2048 }), { num_ctx: 2048 });
});

Deno.test("createModelSettings() takes nothing that is stored and makes no sense", async () => {
  const { journal, settings } = begin();
  await journal.remember("model_settings", { a: { num_ctx: "many" } });
  assert.deepEqual(await settings.of("a"), {});
});
