/** A real Parley on a port of its own, with its journal in memory unless told otherwise. */
import { type Config, readConfig } from "../../server/config.ts";
import type { Journal } from "../../server/journal/journal.ts";
import { createMemoryJournal } from "../../server/journal/memory.ts";
import type { Log, LogLine } from "../../server/log.ts";
import { createOllama } from "../../server/ollama/create.ts";
import { startParley as start } from "../../server/parley.ts";

export interface StartOptions {
  /** Variables of the environment; PORT is 0 unless set. */
  env?: Partial<Record<keyof Config, string>>;
  /** Where Ollama is looked for, such as a fake's `address`; by default nobody is there. */
  ollama?: string;
  journal?: Journal;
  log?: Log;
}

/** What was logged, for a test to look at. */
export interface LoggedLine {
  level: "debug" | "info" | "warn" | "error";
  message: string;
  properties: Record<string, unknown>;
}

/** A log that keeps its lines. */
export function recordingLog(): Log & { lines: LoggedLine[] } {
  const lines: LoggedLine[] = [];
  const record = (level: LoggedLine["level"]): LogLine => (message, properties = {}) => {
    lines.push({ level, message, properties });
  };
  return {
    lines,
    debug: record("debug"),
    info: record("info"),
    warn: record("warn"),
    error: record("error"),
  };
}

export interface RunningParley extends AsyncDisposable {
  port: number;
  /** `http://127.0.0.1:PORT` */
  origin: string;
  /** `ws://127.0.0.1:PORT` */
  wsOrigin: string;
  journal: Journal;
  log: ReturnType<typeof recordingLog> | Log;
}

export async function startParley(
  { env = {}, ollama = "http://127.0.0.1:2", journal, log = recordingLog() }: StartOptions = {},
): Promise<RunningParley> {
  const variables: Record<string, string | undefined> = { PORT: "0", OLLAMA_HOST: ollama, ...env };
  const { config } = readConfig((name) => variables[name]);
  const memory = journal ?? createMemoryJournal();
  const parley = await start({ config, journal: memory, ollama: createOllama(config), log });
  return {
    port: parley.port,
    origin: `http://127.0.0.1:${parley.port}`,
    wsOrigin: `ws://127.0.0.1:${parley.port}`,
    journal: memory,
    log,
    async [Symbol.asyncDispose]() {
      await parley[Symbol.asyncDispose]();
      if (!journal) await memory[Symbol.asyncDispose]();
    },
  };
}
