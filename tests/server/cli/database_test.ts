import assert from "node:assert/strict";
import { join } from "node:path";
import { openSqliteJournal } from "../../../server/journal/sqlite.ts";
import { to } from "../journal/append_suite.ts";
import { user } from "../journal/drafts.ts";
import { temporaryFolder } from "../journal/open_journals.ts";
import { runParley, spawnParley } from "../../support/parley_process.ts";

Deno.test("parley backup copies a running server's database, and parley check likes both", async () => {
  await using server = await spawnParley();
  const env = { DATA_DIR: join(server.folder, "data") };
  const copy = join(server.folder, "copy.db");
  const database = join(env.DATA_DIR, "parley.db");
  assert.deepEqual(await runParley(["backup", copy], { env }), {
    code: 0,
    stdout: `All that ${database} holds is in ${copy}.\n`,
    stderr: "",
  });
  assert.deepEqual(await runParley(["check", copy], { env }), {
    code: 0,
    stdout: `Everything in ${copy} is as it must be.\n`,
    stderr: "",
  });
  assert.deepEqual(
    [...Deno.readDirSync(server.folder)].map(({ name }) => name).sort(),
    ["copy.db", "data"],
  );
  const { code, stdout } = await runParley(["check", "--json"], { env });
  assert.deepEqual([code, JSON.parse(stdout)], [0, { ok: true, file: database, findings: [] }]);
  const again = await runParley(["backup", copy], { env });
  assert.deepEqual(again, {
    code: 1,
    stdout: "",
    stderr: `Cannot write ${copy}: a file of that name is in the way.\n`,
  });
});

Deno.test("parley check exits 1 with a line for each finding", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "parley.db");
  {
    await using journal = openSqliteJournal(path);
    await journal.append(to("c", user("u", { parent: "nobody" })));
  }
  const env = { DATA_DIR: folder.path };
  const message = "Row 1 speaks of nobody, which is not there.";
  assert.deepEqual(await runParley(["check"], { env }), {
    code: 1,
    stdout: `✗ parent in c: ${message}\n`,
    stderr: "",
  });
  const { code, stdout } = await runParley(["check", path, "--json"], { env });
  const findings = [{ conversation: "c", rule: "parent", message }];
  assert.deepEqual([code, JSON.parse(stdout)], [1, { ok: false, file: path, findings }]);
});

Deno.test("parley check and parley backup say in a sentence what they lack", async () => {
  using folder = temporaryFolder();
  const env = { DATA_DIR: folder.path };
  const sentence = `There is no database ${join(folder.path, "parley.db")}.\n`;
  assert.deepEqual(await runParley(["check"], { env }), { code: 1, stdout: "", stderr: sentence });
  const { code, stderr } = await runParley(["backup"], { env });
  assert.equal(code, 2);
  assert.match(stderr, /^This is not how parley backup is used\.\n\nParley: /);
});
