/** The command lines of the bench's programs, from source and compiled. */
import { fileURLToPath } from "node:url";
import config from "../deno.json" with { type: "json" };

/** What is measured, and what against. */
export const SIDES = ["bare", "parley"] as const;
export type Side = typeof SIDES[number];

/** An executable and what stands before a program's own arguments. */
export type CommandLine = [executable: string, ...args: string[]];

/** A module of the bench, run by this very Deno. */
export function fromSource(module: string): CommandLine {
  return [Deno.execPath(), "run", "--quiet", "--allow-net", pathOf(module)];
}

/** Both servers; Parley with the flags of `deno task start`. */
export const SOURCES: Readonly<Record<Side, CommandLine>> = {
  bare: fromSource("bare.ts"),
  parley: [Deno.execPath(), "run", "--quiet", ...startFlags(), pathOf("../main.ts")],
};

/** @throws when the task is not one `deno run` of `main.ts` */
function startFlags(): string[] {
  const found = /^deno run (.*) main\.ts$/.exec(config.tasks.start);
  if (!found) throw new Error(`Cannot run as deno task start does: ${config.tasks.start}`);
  return found[1].split(" ");
}

/**
 * Compiles both servers into a folder, with the Deno at `COMPILE_DENO` where that is set; Parley as
 * `deno task compile` does it, which leaves it at the top of the tree too.
 * @throws when they could not be, with the last line of what Deno said
 */
export async function compileBoth(folder: string): Promise<Record<Side, CommandLine>> {
  const [bare, parley] = [`${folder}/bare`, `${folder}/parley`];
  const flags = ["--quiet", "--no-check", "--no-config", "--no-lock", "--no-prompt", "--allow-net"];
  await runCompiler(["compile", ...flags, "--output", bare, pathOf("bare.ts")]);
  await runCompiler(["task", "--quiet", "compile"]);
  await Deno.copyFile(pathOf("../parley"), parley);
  return { bare: [bare], parley: [parley] };
}

/** The Deno that compiles. */
export function compiler(): string {
  return Deno.env.get("COMPILE_DENO") ?? Deno.execPath();
}

async function runCompiler(args: string[]) {
  const { success, stderr } = await new Deno.Command(compiler(), {
    args,
    cwd: pathOf("../"),
    env: { NO_COLOR: "1" },
  }).output();
  if (success) return;
  const last = new TextDecoder().decode(stderr).trim().split("\n").at(-1);
  throw new Error(`Cannot compile here: ${last}`);
}

function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
