import assert from "node:assert/strict";
import { join } from "node:path";
import { createLiveConversations } from "../../../server/journal/live.ts";
import { openDatabase } from "../../../server/journal/open_database.ts";
import { createSqliteWriter, prepare } from "../../../server/journal/sqlite_writer.ts";
import { to } from "./append_suite.ts";
import { ai, typing, user } from "./drafts.ts";
import { temporaryFolder } from "./open_journals.ts";

Deno.test("createLiveConversations() keeps running conversations and few of the rest", () => {
  using folder = temporaryFolder();
  using db = openDatabase(join(folder.path, "parley.db"));
  const live = createLiveConversations(db, { idle: 2 });
  const { write } = createSqliteWriter(db, { live, show: () => {} });
  write(prepare(to("running", user("u"), typing("a"))), 1);
  const running = live.get("running");
  const ids = ["first", "second", "third"];
  const resting = ids.map((id) => {
    write(prepare(to(id, user("u"))), 1);
    return live.get(id);
  });
  assert.equal(live.get("third"), resting[2]);
  assert.equal(live.get("second"), resting[1]);
  assert.notEqual(live.get("first"), resting[0]);
  assert.deepEqual(live.get("first"), resting[0]);
  assert.equal(live.get("running"), running);
  write(prepare(to("running", ai("a"))), 2);
  for (const id of ids) live.get(id);
  assert.notEqual(live.get("running"), running);
});
