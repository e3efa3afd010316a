/** Parley put together as it should not be: with the bug that `BUG` names. */
import { readEnvironment } from "../../server/cli/environment.ts";
import { claimDataFolder } from "../../server/journal/data_folder.ts";
import { startLog } from "../../server/log.ts";
import { createOllama } from "../../server/ollama/create.ts";
import { startParley } from "../../server/parley.ts";
import { BUGS, isBug } from "./sabotage.ts";

const bug = Deno.env.get("BUG") ?? "";
if (!isBug(bug)) throw new Error(`There is no bug ${JSON.stringify(bug)}.`);

const { config } = readEnvironment();
{
  using folder = claimDataFolder(config.DATA_DIR);
  await using journal = BUGS[bug](folder.path);
  await using parley = await startParley({
    config,
    journal,
    ollama: createOllama(config),
    log: startLog(config.LOG_LEVEL),
  });
  console.log(`Parley is ready: http://localhost:${parley.port}`);
  await new Promise<void>((resolve) => Deno.addSignalListener("SIGTERM", resolve));
}
// Connections to Ollama that wait to be used again would keep it alive.
Deno.exit(0);
