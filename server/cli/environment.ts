/** The environment as commands read it: real variables first, then `.env` in the working directory. */
import { type Config, type Lookup, readConfig } from "../config.ts";
import { readEnvFile } from "./env_file.ts";

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
  const values = readEnvFile(path);
  return (name) => Deno.env.get(name) ?? values[name];
}
