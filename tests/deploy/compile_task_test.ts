import assert from "node:assert/strict";
import { PROXY_NAMES } from "../../server/cli/environment.ts";
import { RENAMED_NAMES, VARIABLE_NAMES } from "../../server/config.ts";
import { COMPILE, compileOption, isInProject, readProjectFile } from "./project_files.ts";

Deno.test("deno task compile allows the variables that are read, by name, and no others", () => {
  const allowed = compileOption("--allow-env").split(",");
  const read = [...VARIABLE_NAMES, ...RENAMED_NAMES, ...PROXY_NAMES];
  assert.deepEqual(allowed.toSorted(), read.toSorted());
});

Deno.test("deno task compile bakes in no right beyond net, read, write and named variables", () => {
  const rights = COMPILE.filter((word) => /^(-A|--allow-|-[A-Z]$)/.test(word))
    .map((word) => word.split("=")[0]);
  assert.deepEqual(rights, ["--allow-net", "--allow-read", "--allow-write", "--allow-env"]);
  assert.ok(COMPILE.includes("--no-prompt"));
  assert.ok(!COMPILE.some((word) => word.startsWith("--env-file")), "it would embed secrets");
});

Deno.test("deno task compile embeds what the server's own lock names, frozen", () => {
  const lock = compileOption("--lock");
  assert.ok(COMPILE.includes("--frozen"));
  assert.ok(isInProject(lock), lock);
});

Deno.test("deno task compile embeds the worker, which nothing imports, where the bundle looks for it", () => {
  const worker = "server/aside/worker.ts";
  assert.ok(isInProject(worker) && COMPILE.includes(worker));
  const path = `./${worker.replace(/\.ts$/, ".js")}`;
  assert.equal(compileOption("--include"), `${compileOption("--outdir")}/${path.slice(2)}`);
  assert.ok(readProjectFile("server/aside/aside_worker.ts").includes(`"${path}"`));
});
