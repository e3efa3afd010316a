import { fileURLToPath } from "node:url";
import { run, type Running } from "../../support/process.ts";

/** Runs a script of this folder in a process of its own. */
export function runChild(script: string, path: string): Running {
  const file = fileURLToPath(new URL(script, import.meta.url));
  return run(Deno.execPath(), {
    args: ["run", "--quiet", "--no-lock", "-A", file, path],
    env: Deno.env.toObject(),
  });
}
