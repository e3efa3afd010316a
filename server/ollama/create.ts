/** The configured Ollama: the real one over HTTP, or the demo behind the same relay. */
import type { Config } from "../config.ts";
import { demoFetch } from "./demo.ts";
import type { Ollama } from "./ollama.ts";
import { createRelay } from "./relay.ts";

type OllamaConfig = Pick<
  Config,
  "DEMO" | "OLLAMA_HOST" | "OLLAMA_TIMEOUT" | "OLLAMA_LOAD_TIMEOUT"
>;

export function createOllama(config: OllamaConfig): Ollama {
  return createRelay({
    address: config.OLLAMA_HOST,
    firstByteTimeout: config.OLLAMA_LOAD_TIMEOUT * 1000,
    idleTimeout: config.OLLAMA_TIMEOUT * 1000,
    ...(config.DEMO ? { fetch: demoFetch() } : {}),
  });
}
