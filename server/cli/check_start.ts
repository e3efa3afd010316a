/** Checks of what a server needs to start: configuration, data folder, port. */
import { type Config, ConfigError, VARIABLE_NAMES } from "../config.ts";
import { messageOf } from "../describe.ts";
import { claimDataFolder, DataFolderError } from "../journal/data_folder.ts";
import type { Finding } from "./checklist.ts";
import { readEnvironment } from "./environment.ts";
import { askHealth, type Health, ownOrigin } from "./own_server.ts";

/** Every variable, read and checked. */
export function checkConfiguration(): Finding<{ config: Config }> {
  try {
    const { config, notes } = readEnvironment();
    const detail = [`all ${VARIABLE_NAMES.length} variables are good`, ...notes].join("; ");
    return { ok: true, detail, value: { config } };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const advice = "correct them in the environment or in .env";
    return { ok: false, detail: error.faults.join("; "), advice };
  }
}

/** Can the data folder be written? It may be in use: then a Parley runs on it, which is as good. */
export function checkDataFolder({ config }: { config: Config }): Finding<object> {
  try {
    using folder = claimDataFolder(config.DATA_DIR);
    return { ok: true, detail: `${folder.path} can be written`, value: {} };
  } catch (error) {
    if (!(error instanceof DataFolderError)) throw error;
    const detail = error.message;
    if (error.claimed) return { ok: true, detail, value: {} };
    const advice = "make it writable for this user, or set DATA_DIR to another folder";
    return { ok: false, detail, advice };
  }
}

/** A Parley that runs at the configured address, if one does. */
export type Running = { origin: string; health: Health } | undefined;

/** Is the port free, or does a Parley answer there that takes our token? */
export async function checkPort(
  { config }: { config: Config },
  signal: AbortSignal,
): Promise<Finding<{ running: Running }>> {
  const { HOST, PORT, AUTH_TOKEN } = config;
  try {
    Deno.listen({ hostname: HOST, port: PORT }).close();
    const detail = PORT === 0 ? "any free one will be taken" : `${PORT} is free`;
    return { ok: true, detail, value: { running: undefined } };
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) return cannotListen(config, error);
  }
  const origin = ownOrigin(config);
  try {
    // The token is shown to what says that it is Parley, and to nothing else.
    let health = await askHealth(origin, { signal });
    if (AUTH_TOKEN !== undefined) health = await askHealth(origin, { token: AUTH_TOKEN, signal });
    if (health.ollama_host === undefined) {
      return {
        ok: false,
        detail: `the Parley that runs at ${origin} wants another token`,
        advice: "set AUTH_TOKEN as it is set there",
      };
    }
    const elsewhere = health.ollama_host === config.OLLAMA_HOST
      ? ""
      : `, and asks the Ollama at ${health.ollama_host}`;
    const detail = `Parley ${health.version} answers at ${origin}${elsewhere}`;
    return { ok: true, detail, value: { running: { origin, health } } };
  } catch {
    return {
      ok: false,
      detail: `${PORT} is taken by another program`,
      advice: "set PORT to another one, or end that program",
    };
  }
}

function cannotListen({ HOST, PORT }: Config, error: unknown): Finding<never> {
  if (error instanceof Deno.errors.AddrNotAvailable) {
    const detail = `${HOST} is not an address of this machine`;
    return { ok: false, detail, advice: "set HOST to 127.0.0.1, or to an address it has" };
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    const detail = `this user may not listen on ${PORT}`;
    return { ok: false, detail, advice: "set PORT to 1024 or more" };
  }
  const reason = messageOf(error);
  const detail = `nothing can listen on ${HOST}, port ${PORT}: ${reason}`;
  return { ok: false, detail, advice: "set HOST and PORT to what this machine has" };
}
