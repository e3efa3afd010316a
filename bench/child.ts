/** The bench's processes: each serves HTTP on a port that it is given. */
import type { CommandLine } from "./programs.ts";

export interface Child extends AsyncDisposable {
  pid: number;
  /** `http://127.0.0.1:PORT` */
  origin: string;
  /** Milliseconds from its start to the whole of its first answer. */
  coldStart: number;
}

export interface ChildOptions {
  /** The program's own arguments. @default {the port} */
  args?: (port: number) => string[];
  /** Added to `PASSED_ON`; nothing else is inherited. */
  env?: (port: number) => Record<string, string>;
  cwd?: string;
  /** @default {any free one} */
  port?: number;
}

/** What Deno needs to find its caches; variables that configure Parley are never among them. */
const PASSED_ON = ["PATH", "HOME", "DENO_DIR", "DENO_TLS_CA_STORE"];

/**
 * Starts a program and waits for its first answer to `/health`. Disposing of it kills it.
 * @throws when it ends before
 */
export async function startChild(
  [executable, ...before]: CommandLine,
  { args = (port) => [String(port)], env, cwd, port = freePort() }: ChildOptions = {},
): Promise<Child> {
  const origin = `http://127.0.0.1:${port}`;
  const command = new Deno.Command(executable, {
    args: [...before, ...args(port)],
    env: { ...passedOn(), ...env?.(port) },
    cwd,
    clearEnv: true,
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
  });
  const begun = performance.now();
  const child = command.spawn();
  const ended = new AbortController();
  const status = child.status.finally(() => ended.abort());
  if (!await answers(`${origin}/health`, ended.signal)) {
    const { code } = await status;
    throw new Error(`${[executable, ...before].join(" ")} ended with ${code} before it served`);
  }
  const coldStart = performance.now() - begun;
  return {
    pid: child.pid,
    origin,
    coldStart,
    async [Symbol.asyncDispose]() {
      if (!ended.signal.aborted) child.kill("SIGKILL");
      await status;
    },
  };
}

/** Asks again and again, until there is an answer or nobody left to give one. */
async function answers(url: string, ended: AbortSignal): Promise<boolean> {
  while (!ended.aborted) {
    try {
      await (await fetch(url, { signal: ended })).text();
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1)); // It does not listen yet.
    }
  }
  return false;
}

function passedOn(): Record<string, string> {
  return Object.fromEntries(PASSED_ON.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  }));
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
