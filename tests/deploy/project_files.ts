/** The project's own files, as text and as what stands in them. */
import { USAGE } from "../../server/cli/usage.ts";
import project from "../../deno.json" with { type: "json" };

const ROOT = new URL("../../", import.meta.url);

export function readProjectFile(path: string): string {
  return Deno.readTextFileSync(new URL(path, ROOT));
}

export function isInProject(path: string): boolean {
  try {
    Deno.statSync(new URL(path, ROOT));
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** The words of the command that compiles the executable. */
export const COMPILE: readonly string[] = project.tasks.compile.split(" ");

/** The value of an option of that command, such as `--output`. */
export function compileOption(name: string): string {
  const index = COMPILE.findIndex((word) => word === name || word.startsWith(`${name}=`));
  if (index < 0) throw new Error(`deno task compile has no ${name}`);
  const [, value] = COMPILE[index].split("=");
  return value ?? COMPILE[index + 1];
}

/** The commands that `parley --help` lists. */
export const COMMANDS: readonly string[] =
  /Commands:\n([\s\S]*?)\n\n/.exec(USAGE)?.[1].split("\n").map((line) =>
    line.trim().split(/\s/)[0]
  ) ?? [];

/** A variable that compose fills in: its name, and what stands there when it is unset or empty. */
const INTERPOLATION = /(?<!\$)\$\{(\w+):-([^}]*)\}/g;

/** Fills in a text of docker-compose.yml as compose does. */
export function interpolate(text: string, env: Record<string, string> = {}): string {
  return text.replace(INTERPOLATION, (_, name: string, usual: string) => env[name] || usual)
    .replaceAll("$$", "$");
}

/** The names of the variables that compose fills in. */
export function interpolated(text: string): string[] {
  return [...new Set([...text.matchAll(INTERPOLATION)].map(([, name]) => name))];
}
