import { join } from "node:path";
import { readEnvironment } from "./environment.ts";

/** The database of the server that is configured here. @throws {ConfigError} */
export function configuredDatabase(): string {
  return join(readEnvironment().config.DATA_DIR, "parley.db");
}
