/** Which modules a page cannot begin without, read from its own `import` statements. */

/** The specifiers of `import … from "x"`, `import "x"` and `export … from "x"`, but of no `import("x")`. */
const IMPORTS =
  /\b(?:import|export)\b[^"'();]*?\bfrom\s*["']([^"']+)["']|\bimport\s*["']([^"']+)["']/g;

/** What a page names itself: its scripts, and the modules that it wants ahead. */
const NAMED = /<(?:script[^>]*\bsrc|link rel="modulepreload" href)="([^"]+)"/g;

/**
 * Every module that those which the page names lead to by static imports, without these. What is
 * only imported when it is needed is not among them.
 * @param page its HTML, with an import map where modules have bare names
 * @param files path → text
 */
export function modulesOf(page: string, files: Readonly<Record<string, string>>): string[] {
  const named = importMapOf(page);
  const own = new Set([...page.matchAll(NAMED)].map(([, path]) => path));
  const found = new Set(own);
  for (const path of found) {
    for (const [, one, other] of withoutComments(files[path] ?? "").matchAll(IMPORTS)) {
      const to = resolve(one ?? other, { from: path, named });
      if (to in files) found.add(to);
    }
  }
  return [...found.difference(own)];
}

function resolve(
  specifier: string,
  { from, named }: { from: string; named: Readonly<Record<string, string>> },
): string {
  return named[specifier] ?? new URL(specifier, `http://page${from}`).pathname;
}

function importMapOf(page: string): Record<string, string> {
  const text = /<script type="importmap">(.*?)<\/script>/s.exec(page)?.[1];
  return text === undefined ? {} : JSON.parse(text).imports;
}

/** Examples in comments are no imports. */
function withoutComments(code: string): string {
  return code.replace(/\/\*[^]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}
