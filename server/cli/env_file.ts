/** Variables in a file, one a line: `NAME=value`, as shells and Compose write them too. */
import { parseEnv } from "node:util";
import { messageOf } from "../describe.ts";

/**
 * Quotes are taken off, `#` begins a comment outside of them, lines may end as on Windows.
 * @returns nothing where there is no such file
 * @throws {Error} with a plain sentence, when it cannot be read
 */
export function readEnvFile(path: string): Record<string, string | undefined> {
  try {
    // Editors on Windows begin a file with a mark that would be part of the first name.
    return parseEnv(Deno.readTextFileSync(path).replace(/^\ufeff/, ""));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw new Error(`Cannot read ${path}: ${messageOf(error)}`);
  }
}
