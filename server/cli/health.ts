/** `parley health`: is the server that is configured here alive? For a container's health check. */
import { messageOf } from "../describe.ts";
import { readEnvironment } from "./environment.ts";
import { askHealth, ownOrigin } from "./own_server.ts";
import { within } from "../within.ts";

/** Milliseconds; the server itself gives Ollama two seconds of them. */
const PATIENCE = 3_000;

/** Ollama may be away: this is about the server alone. @returns the process's exit code, 0 or 1 */
export async function health(): Promise<number> {
  const { config } = readEnvironment();
  const origin = ownOrigin(config);
  try {
    const { version } = await within(PATIENCE, (signal) => askHealth(origin, { signal }));
    console.log(`Parley ${version} is healthy at ${origin}.`);
    return 0;
  } catch (error) {
    // `fetch` throws this one whenever no good response came about, in words of its own.
    const why = error instanceof TypeError ? "nothing there answers as Parley." : messageOf(error);
    console.error(`Parley is not healthy at ${origin}: ${why}`);
    return 1;
  }
}
