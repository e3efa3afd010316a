/** How the page is built inside: docs/ARCHITECTURE.md draws it, and this holds it. */
import assert from "node:assert/strict";
import { importsBelow, ROOT } from "../support/read_imports.ts";

/** Pure functions and small tools, which any room may use. */
const SHARED = "shared";

/**
 * Rooms of the page, and what stands in each: names in `static/`, and folders. A room knows no
 * other: what it needs of one is handed in by `main.js`, so that data can go one way only.
 */
const ROOMS: Readonly<Record<string, string>> = {
  main: "start main",
  view: "view/ palette_items palette_commands",
  actions: `actions archive_actions edit_actions file_actions list_actions message_actions
    model_actions seek_actions settings_actions sheet_actions take_file`,
  store: "store state replica phases changes listed notices",
  speech: "speech speech/",
  outbox: "outbox kept_requests rests",
  connection: "connection heartbeat frame",
  browser: "api api_call import_file storage place",
  markdown: "markdown/ later/",
  [SHARED]: `attached backoff branches clipboard clock export_path fold forgotten fuzzy id idle
    lazy_library message_length model_in_force phase_words protocol quoted_files read_text_file
    remark_of same_messages scale_image settings_fields shortcuts start_command unfinished versions`,
};

/** Rooms that a room may import, besides itself and what is shared. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  main: Object.keys(ROOMS),
  view: ["markdown"],
  speech: ["markdown"],
};

/** Name or folder → room. */
const ROOM_OF = new Map(
  Object.entries(ROOMS).flatMap(([room, names]) =>
    names.split(/\s+/).map((name) => [name, room] as const)
  ),
);

const MOST_LINES = 200;

/** The folder of a module, or its name at the top. */
const placeOf = (path: string) => path.replace(/^static\/(?:(\w+\/).*|(\w+)\.js$)/, "$1$2");

function roomOf(path: string): string {
  return ROOM_OF.get(placeOf(path)) ?? `${path}, which is in no room`;
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

Deno.test("every module of the page has one room, and every name in a room is a module's", async () => {
  const modules = (await filesBelow("static/")).filter((path) => path.endsWith(".js"));
  const places = new Set(modules.map(placeOf));
  const names = Object.values(ROOMS).flatMap((room) => room.split(/\s+/));
  assert.deepEqual(names.toSorted(), [...places].toSorted());
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
