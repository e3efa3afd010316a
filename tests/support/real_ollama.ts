/** A real Ollama on a port of its own, from the executable at `OLLAMA_BIN`. */
import { run } from "./process.ts";

/** The small model that the tests talk to. */
export const MODEL = Deno.env.get("OLLAMA_TEST_MODEL") ?? "gemma3:270m";

const PATIENCE = 30_000;

export interface RealOllama extends AsyncDisposable {
  address: string;
}

/** Starts Ollama and waits until it answers. */
export async function startRealOllama(): Promise<RealOllama> {
  const executable = Deno.env.get("OLLAMA_BIN");
  if (!executable) throw new Error("Cannot start Ollama as OLLAMA_BIN is not set");
  const port = freePort();
  const env = Object.fromEntries(
    ["HOME", "PATH", "OLLAMA_MODELS"].flatMap((name) => {
      const value = Deno.env.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const address = `http://127.0.0.1:${port}`;
  const ollama = run(executable, {
    args: ["serve"],
    env: { ...env, OLLAMA_HOST: `127.0.0.1:${port}` },
  });
  const late = performance.now() + PATIENCE;
  while (!await answers(address)) {
    if (performance.now() > late) throw new Error(`Ollama did not start: ${ollama.errors()}`);
    await new Promise((resolve) => setTimeout(resolve, 100)); // It says nothing when it is ready.
  }
  return {
    address,
    async [Symbol.asyncDispose]() {
      ollama.kill("SIGTERM"); // Killed outright it would leave its runners behind.
      await ollama.status;
      await ollama[Symbol.asyncDispose]();
    },
  };
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
