/** Which room may import which: docs/ARCHITECTURE.md draws it, and this holds it. */
import assert from "node:assert/strict";
import { type Import, importsBelow, ROOT } from "../support/read_imports.ts";

/** Rooms of the server, top to bottom: each may import from itself and from those after it. */
const ROOMS = ["cli", "http", "socket", "chat", "aside", "transfer", "ollama", "journal"];

/** Files at the server's top level that put rooms together; no room may import them. */
const COMPOSITION = ["server/parley.ts", "server/metrics.ts"];

/** What is handed in: a room may know its type, and nothing else of it. */
const HANDED_IN = ["server/config.ts", "server/log.ts"];

/** What page and server share. */
const SHARED = ["static/protocol.js", "static/fold.js", "static/branches.js"];

function roomOf(path: string): string | undefined {
  return /^server\/(\w+)\//.exec(path)?.[1];
}

/** Why an import of the server is wrong, if it is. */
function fault({ from, to, typeOnly }: Import): string | undefined {
  const room = roomOf(from);
  const other = roomOf(to);
  if (to.startsWith("static/")) {
    const served = /^server\/http\/(static|page)_files\.ts$/.test(from);
    return SHARED.includes(to) || served ? undefined : "is the page's alone";
  }
  if (to.startsWith("tests/") || to.startsWith("bench/")) return "is not part of the server";
  if (!room || room === "cli") return undefined;
  if (COMPOSITION.includes(to)) return "puts rooms together";
  if (HANDED_IN.includes(to)) return typeOnly ? undefined : "is handed in";
  if (!other) return undefined;
  return ROOMS.indexOf(other) >= ROOMS.indexOf(room) ? undefined : "is a room above";
}

const describeFaults = (faults: (Import & { why: string })[]) =>
  faults.map(({ from, to, why }) => `${from} imports ${to}, which ${why}`);

Deno.test("no room of the server imports a room above it", async () => {
  const imports = await importsBelow("server/");
  assert.ok(imports.length > 100, "the imports were not found");
  const faults = imports.flatMap((entry) => {
    const why = fault(entry);
    return why ? [{ ...entry, why }] : [];
  });
  assert.deepEqual(describeFaults(faults), []);
});

Deno.test("every room of the server has its place", async () => {
  for await (const { name, isDirectory } of Deno.readDir(new URL("server/", ROOT))) {
    if (isDirectory) assert.ok(ROOMS.includes(name), `server/${name} is in no list`);
  }
});

Deno.test("docs/ARCHITECTURE.md lists every folder of the code, and none that is gone", async () => {
  const text = await Deno.readTextFile(new URL("docs/ARCHITECTURE.md", ROOT));
  const [, list] = /^## The rooms\n+```\n([^]*?)^```/m.exec(text) ?? assert.fail("no rooms");
  const there = ["bench"];
  for (const top of ["server", "static", "tests"]) {
    there.push(top);
    for await (const { name, isDirectory } of Deno.readDir(new URL(`${top}/`, ROOT))) {
      if (isDirectory) there.push(name);
    }
  }
  assert.deepEqual(there.filter((name) => !new RegExp(`\\b${name}\\b`).test(list)), []);
  const named = [...list.matchAll(/(\w+)\//g)].map(([, name]) => name);
  assert.deepEqual(named.filter((name) => !there.includes(name)), []);
});

Deno.test("every file that these rules name exists", async () => {
  for (const file of [...COMPOSITION, ...HANDED_IN, ...SHARED]) {
    await assert.doesNotReject(Deno.stat(new URL(file, ROOT)), `there is no ${file}`);
  }
});

Deno.test("no modules import each other in a circle", async () => {
  const imports = [...await importsBelow("server/"), ...await importsBelow("static/")]
    .filter(({ typeOnly }) => !typeOnly);
  const next = Map.groupBy(imports, ({ from }) => from);
  const done = new Set<string>();
  function walk(path: string, above: string[]) {
    const start = above.indexOf(path);
    assert.equal(start, -1, `a circle: ${[...above.slice(start), path].join(" → ")}`);
    if (done.has(path)) return;
    for (const { to } of next.get(path) ?? []) walk(to, [...above, path]);
    done.add(path);
  }
  for (const path of next.keys()) walk(path, []);
});
