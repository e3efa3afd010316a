/** Reads which module imports which, for the tests that hold the rooms apart. */

/** One import statement; both paths begin at the project's root. */
export interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

export const ROOT = new URL("../../", import.meta.url);

/** What the modules of a folder import of each other and of other folders; no packages. */
export async function importsBelow(folder: string): Promise<Import[]> {
  const found: Import[] = [];
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder, ROOT))) {
    if (isDirectory) found.push(...await importsBelow(`${folder}${name}/`));
    else if (/\.(ts|js)$/.test(name)) found.push(...await importsOf(`${folder}${name}`));
  }
  return found;
}

async function importsOf(from: string): Promise<Import[]> {
  const code = (await Deno.readTextFile(new URL(from, ROOT))).replace(/\/\*[\s\S]*?\*\//g, "");
  const statements = code.matchAll(
    /\b(?:import|export)\s(type\s)?(?:[\s\w{},*$]*?\sfrom\s)?"(\.[^"]+)"|import\("(\.[^"]+)"\)/g,
  );
  return [...statements].map(([, type, path, lazy]) => ({
    from,
    to: new URL(path ?? lazy, new URL(from, ROOT)).href.slice(ROOT.href.length),
    typeOnly: type !== undefined,
  }));
}
