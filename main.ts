/** The command line: `parley [serve]`, `verify`, `health`, `--version`, `--help`. */
import { parseArgs } from "node:util";
import { USAGE } from "./server/cli/usage.ts";
import { ConfigError } from "./server/config.ts";
import { VERSION } from "./server/version.ts";

/** Each command gives back the process's exit code. */
const COMMANDS: Record<string, (options: { json: boolean }) => Promise<number>> = {
  serve: async () => await (await import("./server/cli/serve.ts")).serve(),
  verify: async (options) => await (await import("./server/cli/verify.ts")).verify(options),
  health: async () => await (await import("./server/cli/health.ts")).health(),
};

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      help: { type: "boolean", short: "h", default: false },
      version: { type: "boolean", short: "V", default: false },
      json: { type: "boolean", default: false },
      /** Baked in by `deno task compile`. */
      commit: { type: "string" },
    },
  });
  if (values.help) return say(USAGE);
  if (values.version) return say(`parley ${VERSION} (${values.commit ?? "from source"})`);
  const [name = "serve", ...rest] = positionals;
  const command = Object.hasOwn(COMMANDS, name) && rest.length === 0 ? COMMANDS[name] : undefined;
  if (command) return await command({ json: values.json });
  console.error(`There is no command ${JSON.stringify(positionals.join(" "))}.\n\n${USAGE}`);
  return 2;
}

function say(text: string): number {
  console.log(text);
  return 0;
}

/** What can go wrong before anything runs is said in a plain line, never as a stack. */
function explain(error: unknown): number {
  if (error instanceof ConfigError) {
    for (const line of error.faults) console.error(line);
    return 2;
  }
  if (
    error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")
  ) {
    console.error(`${error.message}\n\n${USAGE}`);
    return 2;
  }
  console.error(error instanceof Error ? error.message : String(error));
  return 1;
}

Deno.exit(await main(Deno.args).catch(explain));
