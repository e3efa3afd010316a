/** Parley as a process of its own: from its sources, with no more rights than the executable has. */
import project from "../../deno.json" with { type: "json" };
import { run, type Running } from "./process.ts";

export interface ProcessOptions {
  /** Its whole environment, but for where Deno keeps things. */
  env?: Record<string, string>;
  /** What stands in the `.env` of its working directory, which is otherwise empty. */
  dotEnv?: string;
  /** How many file descriptors it may have. */
  files?: number;
}

/** What a process that has ended left behind. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

export interface ServerProcess extends Running {
  /** Where it said that it can be found: `http://…`. */
  origin: string;
  /** Its working directory. */
  folder: string;
}

/** The rights that `deno task compile` bakes in. */
const RIGHTS = project.tasks.compile.split(" ")
  .filter((word) => word.startsWith("--allow-") || word === "--no-prompt");

/** What Deno needs to find what it has downloaded. */
const KEPT = ["HOME", "PATH", "DENO_DIR", "XDG_CACHE_HOME"];

/** Runs a command to its end. */
export async function runParley(
  commandLine: readonly string[],
  options: ProcessOptions = {},
): Promise<Ended> {
  await using folder = await makeFolder(options);
  const { args, env } = invocation(commandLine, options);
  const child = new Deno.Command(Deno.execPath(), { args, env, cwd: folder.path, clearEnv: true });
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** Starts a server on any port, unless PORT says which; resolves when it is ready. */
export async function spawnParley(options: ProcessOptions = {}): Promise<ServerProcess> {
  const folder = await makeFolder(options);
  const { args, env } = invocation(["serve"], options);
  const { files } = options;
  const [program, ...before] = files === undefined ? [Deno.execPath()] : limited(files);
  const child = run(program, {
    args: [...before, ...args],
    env: { PORT: "0", ...env },
    cwd: folder.path,
  });
  async function dispose() {
    await child[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  }
  try {
    const ready = await child.line(/^Parley is ready: http:\S+$/);
    const origin = ready.slice(ready.indexOf("http:"));
    return { ...child, origin, folder: folder.path, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

function invocation(commandLine: readonly string[], { env = {} }: ProcessOptions) {
  const main = decodeURIComponent(new URL("../../main.ts", import.meta.url).pathname);
  const kept = KEPT.map((name) => [name, Deno.env.get(name) ?? ""]).filter(([, value]) => value);
  return {
    args: ["run", "--quiet", "--no-check", ...RIGHTS, main, ...commandLine],
    env: { ...Object.fromEntries(kept), NO_COLOR: "1", ...env },
  };
}

/** The beginning of a command line under which Deno has so many file descriptors. */
function limited(files: number): string[] {
  return ["/bin/sh", "-c", `ulimit -n ${files}; exec "$0" "$@"`, Deno.execPath()];
}

async function makeFolder({ dotEnv }: ProcessOptions) {
  const path = await Deno.makeTempDir({ prefix: "parley-process-" });
  if (dotEnv !== undefined) await Deno.writeTextFile(`${path}/.env`, dotEnv);
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
