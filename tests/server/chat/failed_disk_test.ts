import assert from "node:assert/strict";
import { onSlowDisk } from "../journal/slow_disk.ts";
import { settle } from "../../support/settle.ts";
import { someChat } from "../../support/some_chat.ts";

const REFUSED = { fault: "storage", message: /the disk failed/ };
const uuid = () => crypto.randomUUID();

/** A chat whose disk fails while something is being put on it. */
function failing() {
  const t = onSlowDisk();
  const { chat } = someChat({ journal: t.journal });
  const of = { owner: "local", conversation: uuid() };
  return {
    ...t,
    chat,
    of,
    /** Has the disk fail under what is done. */
    async refuses(work: () => Promise<unknown>) {
      const refused = assert.rejects(work(), REFUSED);
      while (t.syncs.length === 0) await settle();
      t.syncs[0].reject(new Error("EIO"));
      await refused;
    },
  };
}

Deno.test("fault 29: what a failing disk was not given is not accepted when it comes again", async () => {
  await using t = failing();
  const prompt = () => t.chat.requests.prompt({ ...t.of, id, message: "Hello?" });
  const id = uuid();
  await t.refuses(prompt);
  await assert.rejects(prompt(), REFUSED);
});

Deno.test("fault 29: what a failing disk did not bring back is not told to be back", async () => {
  await using t = failing();
  await t.journal.append({
    ...t.of,
    rows: [{ type: "user", id: uuid(), parent: null, message: "Hello?" }, { type: "deleted" }],
  });
  await t.refuses(() => t.chat.keeping.restore(t.of));
  await assert.rejects(t.chat.keeping.restore(t.of), REFUSED);
});
