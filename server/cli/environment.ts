/** The environment as commands read it: real variables first, then `.env` in the working directory. */
import { parseEnv } from "node:util";
import { type Config, type Lookup, readConfig } from "../config.ts";
import { messageOf } from "../describe.ts";

/** Variables by which other programs send their requests elsewhere; Parley's stay where they are. */
const PROXY_NAMES = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"]
  .flatMap((name) => [name, name.toLowerCase()]);

/**
 * Reads the configuration, and takes proxies out of the environment before the first request.
 * @throws {ConfigError}
 */
export function readEnvironment(): { config: Config; notes: string[] } {
  for (const name of PROXY_NAMES) Deno.env.delete(name);
  return readConfig(lookupIn(".env"));
}

/** Every name that is read or deleted; the binary is allowed these and no others. */
export { PROXY_NAMES };

function lookupIn(path: string): Lookup {
  const file = readIfThere(path);
  const values: Record<string, string | undefined> = file === undefined ? {} : parseEnv(file);
  return (name) => Deno.env.get(name) ?? values[name];
}

function readIfThere(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw new Error(`Cannot read ${path}: ${messageOf(error)}`);
  }
}
