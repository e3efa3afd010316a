/** How the page is built inside: docs/ARCHITECTURE.md draws it, and this holds it. */
import assert from "node:assert/strict";
import { importsBelow, ROOT } from "../support/read_imports.ts";

/**
 * Rooms of the page, and the files in each. A room knows no other: what it needs of one is handed in
 * by `main.js`, so that data can go one way only.
 */
const ROOMS: Readonly<Record<string, RegExp>> = {
  main: /^(start|main)$/,
  view: /^view\//,
  actions: /actions$/,
  store: /^(store|state|replica|phases|saving|speech|listed)$/,
  outbox: /^(outbox|kept_requests|rests)$/,
  connection: /^(connection|heartbeat|frame)$/,
  browser: /^(api|storage|place)$/,
  markdown: /^(markdown|later)\//,
};

/** Everything else: pure functions and small tools, which any room may use. */
const SHARED = "shared";

/** Rooms that a room may import, besides itself and what is shared. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  main: Object.keys(ROOMS),
  view: ["markdown"],
};

const MOST_LINES = 200;

function roomOf(path: string): string {
  const name = path.replace(/^static\//, "").replace(/\.js$/, "");
  return Object.entries(ROOMS).find(([, files]) => files.test(name))?.[0] ?? SHARED;
}

async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder, ROOT))) {
    if (isDirectory) found.push(...await filesBelow(`${folder}${name}/`));
    else found.push(`${folder}${name}`);
  }
  return found;
}

Deno.test("no room of the page imports another one", async () => {
  const imports = await importsBelow("static/");
  assert.ok(imports.length > 100, "the imports were not found");
  const faults = imports.filter(({ from, to }) => {
    if (!to.startsWith("static/")) return true;
    const [room, other] = [roomOf(from), roomOf(to)];
    return other !== room && other !== SHARED && !ALLOWED[room]?.includes(other);
  });
  assert.deepEqual(faults.map(({ from, to }) => `${from} imports ${to}`), []);
});

Deno.test("every room of the page has files", async () => {
  const rooms = new Set((await filesBelow("static/")).map(roomOf));
  assert.deepEqual(Object.keys(ROOMS).filter((room) => !rooms.has(room)), []);
});

Deno.test(`no file of the page is longer than ${MOST_LINES} lines`, async () => {
  const files = await filesBelow("static/");
  assert.ok(files.length > 100, "the files were not found");
  const long: string[] = [];
  for (const file of files) {
    const lines = (await Deno.readTextFile(new URL(file, ROOT))).trimEnd().split("\n").length;
    if (lines > MOST_LINES) long.push(`${file}: ${lines}`);
  }
  assert.deepEqual(long, []);
});
