import assert from "node:assert/strict";
import { join } from "node:path";
import { claimDataFolder } from "../../../server/journal/data_folder.ts";
import { runChild } from "./child.ts";
import { temporaryFolder } from "./open_journals.ts";

Deno.test("claimDataFolder() makes the folder for its owner alone", () => {
  using temporary = temporaryFolder();
  const path = join(temporary.path, "some", "data");
  using folder = claimDataFolder(path);
  assert.equal(folder.path, path);
  if (Deno.build.os === "windows") return;
  const mode = (path: string) => (Deno.statSync(path).mode ?? 0) & 0o777;
  assert.equal(mode(path), 0o700);
  assert.equal(mode(join(path, "parley.lock")), 0o600);
});

Deno.test("claimDataFolder() can be done again after it was disposed of", () => {
  using folder = temporaryFolder();
  claimDataFolder(folder.path)[Symbol.dispose]();
  claimDataFolder(folder.path)[Symbol.dispose]();
});

Deno.test("fault 30: claimDataFolder() throws while another process holds the folder", async () => {
  using folder = temporaryFolder();
  await using child = runChild("./holding_child.ts", folder.path);
  const pid = (await child.line(/^pid \d+$/)).slice("pid ".length);
  const running = {
    name: "DataFolderError",
    message: `Parley is already running on ${folder.path} (pid ${pid}).`,
  };
  assert.throws(() => claimDataFolder(folder.path), running);
  assert.throws(() => claimDataFolder(folder.path), running);
  child.kill("SIGKILL");
  await child.status;
  claimDataFolder(folder.path)[Symbol.dispose]();
});

const unusable: [string, (path: string) => string, string][] = [
  ["is a file", (path) => {
    Deno.writeTextFileSync(join(path, "data"), "");
    return join(path, "data");
  }, "a file of that name is in the way"],
  ["lies in a file", (path) => {
    Deno.writeTextFileSync(join(path, "file"), "");
    return join(path, "file", "data");
  }, "a part of that path is a file"],
  ["has a folder for a lock file", (path) => {
    Deno.mkdirSync(join(path, "parley.lock"));
    return path;
  }, "a folder stands where a file belongs"],
];
for (const [what, make, reason] of unusable) {
  Deno.test(`claimDataFolder() throws a plain sentence when the folder ${what}`, () => {
    using folder = temporaryFolder();
    const path = make(folder.path);
    assert.throws(() => claimDataFolder(path), {
      name: "DataFolderError",
      message: `The data folder ${path} cannot be used: ${reason}.`,
    });
  });
}

Deno.test({
  name: "claimDataFolder() throws a plain sentence when it is not permitted to write",
  permissions: { read: true, write: false },
  fn() {
    assert.throws(() => claimDataFolder("data"), {
      name: "DataFolderError",
      message: /cannot be used: this process was not permitted to write there\.$/,
    });
  },
});
