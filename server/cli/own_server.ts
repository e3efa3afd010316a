/** The server that is configured here, as this machine finds it. */
import * as v from "valibot";
import { type Config, urlHost } from "../config.ts";

/** What a client calls where a server listens on every address. */
const LOOPBACK = "127.0.0.1";
const EVERY_ADDRESS = ["0.0.0.0", "::"];

/** What `/health` says. Only those who may know are told of Ollama. */
const Health = v.object({
  status: v.literal("healthy"),
  version: v.string(),
  ollama_host: v.optional(v.string()),
  ollama_model: v.optional(v.string()),
});
export type Health = v.InferOutput<typeof Health>;

/** Where the configured server is called: over loopback, if it listens there. */
export function ownOrigin({ HOST, PORT }: Pick<Config, "HOST" | "PORT">): string {
  const host = EVERY_ADDRESS.includes(HOST) ? LOOPBACK : HOST;
  return `http://${urlHost(host)}:${PORT}`;
}

/**
 * Asks a server how it is.
 * @throws when nothing answers, or what answers is not Parley
 */
export async function askHealth(
  origin: string,
  { token, signal }: { token?: string; signal: AbortSignal },
): Promise<Health> {
  const response = await fetch(`${origin}/health`, {
    redirect: "error",
    signal,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
  const health = v.safeParse(v.pipe(v.string(), v.parseJson(), Health), await response.text());
  if (health.success) return health.output;
  throw new Error(`What answers at ${origin} is not Parley.`);
}
