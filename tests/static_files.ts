/**
 * Writes the table of the page's files, which are embedded by imports: `deno task files`, whenever a
 * file of `static/` comes or goes.
 */
const ROOT = new URL("../", import.meta.url);
const TABLE = new URL("server/http/static_files.ts", ROOT);

/** What is embedded as it is; pictures are bytes, and the table of libraries has them. */
const TEXT = /\.(css|html|js|svg|webmanifest)$/;

/** Paths below a folder, in order. */
function filesIn(folder: URL): string[] {
  const entries = [...Deno.readDirSync(folder)];
  return entries.flatMap(({ name, isDirectory }) =>
    isDirectory
      ? filesIn(new URL(`${name}/`, folder)).map((path) => `${name}/${path}`)
      : TEXT.test(name)
      ? [name]
      : []
  ).sort();
}

/** `view/use_more.js` → `viewUseMoreJs`. */
function nameOf(path: string): string {
  return path.replaceAll(/[^A-Za-z0-9]+(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** The table as it should stand, of what is in `static/` now. */
export function staticTable(): string {
  const paths = filesIn(new URL("static/", ROOT));
  const imports = paths.map((path) =>
    `import ${nameOf(path)} from "../../static/${path}" with { type: "text" };`
  );
  const entries = paths.map((path) => `  "/static/${path}": ${nameOf(path)},`);
  return `/** Every text of the page, as \`deno task files\` found it: these are served, and nothing else. */
${imports.join("\n")}

/** Path → text. A path that is not here is not there. */
export const STATIC_TEXTS: Readonly<Record<string, string>> = {
${entries.join("\n")}
};
`;
}

/** Where the table stands now. */
export const readStaticTable = () => Deno.readTextFileSync(TABLE);

if (import.meta.main) Deno.writeTextFileSync(TABLE, staticTable());
