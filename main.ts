/** The command line: `parley [serve]` and other commands, `--version`, `--help`. */
import { parseArgs } from "node:util";
import { USAGE } from "./server/cli/usage.ts";
import { ConfigError } from "./server/config.ts";
import { messageOf } from "./server/describe.ts";
import { VERSION } from "./server/version.ts";

interface Command {
  /** Gives back the process's exit code. */
  run: (options: { json: boolean }, ...files: string[]) => Promise<number>;
  /** How many files have to be named, and how many may be. */
  files?: [least: number, most: number];
}

const COMMANDS: Record<string, Command> = {
  serve: { run: async () => await (await import("./server/cli/serve.ts")).serve() },
  verify: {
    run: async (options) => await (await import("./server/cli/verify.ts")).verify(options),
  },
  health: { run: async () => await (await import("./server/cli/health.ts")).health() },
  backup: {
    files: [1, 1],
    run: async (_, file) => await (await import("./server/cli/backup.ts")).backup(file),
  },
  check: {
    files: [0, 1],
    run: async (options, file) =>
      await (await import("./server/cli/check.ts")).check(options, file),
  },
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
  const [name = "serve", ...files] = positionals;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  const [least, most] = command?.files ?? [0, 0];
  if (command && least <= files.length && files.length <= most) {
    return await command.run({ json: values.json }, ...files);
  }
  const wrong = command
    ? `This is not how parley ${name} is used.`
    : `There is no command ${JSON.stringify(positionals.join(" "))}.`;
  console.error(`${wrong}\n\n${USAGE}`);
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
  console.error(messageOf(error));
  return 1;
}

Deno.exit(await main(Deno.args).catch(explain));
