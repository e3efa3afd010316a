/** A real Ollama on a port of its own, from the executable at `OLLAMA_BIN`. */
import { run, type Running } from "./process.ts";

/** The small model that the tests talk to. */
export const MODEL = Deno.env.get("OLLAMA_TEST_MODEL") ?? "gemma3:270m";

const PATIENCE = 30_000;
/** Nobody listens there. */
const NOBODY = "http://127.0.0.1:2";

export interface RealOllama extends AsyncDisposable {
  address: string;
}

/** How often another port is taken, where someone was quicker. */
const TRIES = 3;

/** Starts Ollama and waits until it answers. */
export async function startRealOllama(): Promise<RealOllama> {
  const executable = Deno.env.get("OLLAMA_BIN");
  if (!executable) throw new Error("Cannot start Ollama as OLLAMA_BIN is not set");
  let said = "";
  for (let tries = 0; tries < TRIES; tries++) {
    const port = freePort();
    const ollama = start(executable, port);
    const address = `http://127.0.0.1:${port}`;
    const end = async () => {
      await terminate(ollama);
      await ollama[Symbol.asyncDispose]();
    };
    if (await begins(ollama, address)) return { address, [Symbol.asyncDispose]: end };
    await end();
    said = ollama.errors();
  }
  throw new Error(`Ollama did not start: ${said}`);
}

function start(executable: string, port: number): Running {
  const env = Object.fromEntries(
    ["HOME", "PATH", "OLLAMA_MODELS"].flatMap((name) => {
      const value = Deno.env.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const OLLAMA_HOST = `127.0.0.1:${port}`;
  // What it wants to fetch fails at once, whatever network the machine has.
  const HTTPS_PROXY = NOBODY;
  return run(executable, { args: ["serve"], env: { ...env, OLLAMA_HOST, HTTPS_PROXY } });
}

/** Whether it answers before it ends, or before it is too late. */
async function begins(ollama: Running, address: string): Promise<boolean> {
  let ended = false;
  ollama.status.then(() => ended = true);
  const late = performance.now() + PATIENCE;
  while (!await answers(address)) {
    if (ended || performance.now() > late) return false;
    await new Promise((resolve) => setTimeout(resolve, 100)); // It says nothing when it is ready.
  }
  return !ended; // Else it was another one that answered.
}

/** Killed outright it would leave its runners behind. @throws when that is what it takes */
async function terminate(ollama: Running) {
  try {
    ollama.kill("SIGTERM");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // It has ended already.
  }
  const late = setTimeout(() => ollama.kill("SIGKILL"), PATIENCE);
  const { signal } = await ollama.status;
  clearTimeout(late);
  if (signal === "SIGKILL") throw new Error(`Ollama had to be killed: ${ollama.errors()}`);
}

/** Ollama does not tell which port it took, so it is given one that was free just now. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

async function answers(address: string): Promise<boolean> {
  try {
    const response = await fetch(`${address}/api/version`);
    await response.body?.cancel();
    return response.ok;
  } catch (error) {
    if (error instanceof TypeError) return false; // Nobody listens yet.
    throw error;
  }
}
