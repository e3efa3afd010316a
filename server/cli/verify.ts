/** `parley verify`: every hop from the configuration to an answer over the WebSocket. */
import type { Config } from "../config.ts";
import { both, createChecklist, START } from "./checklist.ts";
import { checkFirstToken, checkModel, checkReachable, checkWholeAnswer } from "./check_ollama.ts";
import { checkSocket } from "./check_socket.ts";
import { checkConfiguration, checkDataFolder, checkPort } from "./check_start.ts";
import { allOk, jsonOf, lineOf } from "./report.ts";

/** How long a short answer may take on a slow machine, in milliseconds. */
const ANSWER = 120_000;

/**
 * Prints one line a hop, or with `json` one object for all.
 * @returns the process's exit code: 0 when every hop held, else 1
 */
export async function verify({ json }: { json: boolean }): Promise<number> {
  const checklist = createChecklist({ onStep: (step) => json || console.log(lineOf(step)) });
  const { hop } = checklist;

  const config = await hop("configuration", { after: START, check: checkConfiguration });
  await hop("data folder", { after: config, check: checkDataFolder });
  const port = await hop("port", { after: config, check: checkPort });
  const reachable = await hop("Ollama", { after: config, check: checkReachable });
  // The model and its answers can be looked at whoever has the port.
  const running = port.ok ? port.value.running : undefined;
  const known = both(config, reachable);
  const model = await hop("model", {
    after: known,
    check: (known, signal) => checkModel({ ...known, running }, signal),
  });
  const asked = both(known, model);
  const first = await hop("first token", {
    after: asked,
    limit: ({ config }) => loadTime(config),
    check: checkFirstToken,
  });
  const limit = ({ config }: { config: Config }) => loadTime(config) + ANSWER;
  const whole = await hop("whole answer", {
    after: both(asked, first),
    limit,
    check: checkWholeAnswer,
  });
  await hop("WebSocket", { after: both(both(asked, port), whole), limit, check: checkSocket });

  if (json) console.log(jsonOf(checklist.steps));
  return allOk(checklist.steps) ? 0 : 1;
}

/** Milliseconds, and some more, so that the relay's own words come first. */
function loadTime({ OLLAMA_LOAD_TIMEOUT }: Config): number {
  return OLLAMA_LOAD_TIMEOUT * 1_000 + 1_000;
}
