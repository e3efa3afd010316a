/** A run that hangs is a failed one, and leaves nothing behind. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { runGroup } from "../support/run_group.ts";

Deno.test("runGroup() ends tests that hang, with what they started, and counts a failure", async () => {
  const folder = await Deno.makeTempDir({ prefix: "parley-group-" });
  const [file, note] = [join(folder, "hangs_test.ts"), join(folder, "pid")];
  // The child holds the tests' own output open, as a browser does that nobody closed.
  await Deno.writeTextFile(
    file,
    `const child = new Deno.Command("sleep", { args: ["600"] }).spawn();
    Deno.test("hangs", async () => {
      await Deno.writeTextFile(${JSON.stringify(note)}, String(child.pid));
      setInterval(() => {}, 1000);
      await new Promise(() => {});
    });`,
  );
  const { passed, failed } = Object.assign(
    { passed: -1, failed: -1 },
    await runGroup({ paths: [file] }, { limit: 5_000 }),
  );
  assert.deepEqual({ passed, failed }, { passed: 0, failed: 1 });
  const args = ["-o", "stat=", "-p", await Deno.readTextFile(note)];
  const { stdout } = await new Deno.Command("ps", { args }).output();
  // One that ended and that nobody has asked after yet is a Z.
  assert.match(new TextDecoder().decode(stdout), /^(Z.*)?\s*$/);
  await Deno.remove(folder, { recursive: true });
});
