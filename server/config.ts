/** Every variable that Parley reads, its default and its rule. All faults are reported at once. */
import * as v from "valibot";
import {
  flag,
  hostList,
  listenHost,
  modelName,
  number,
  ollamaHost,
  oneOf,
  token,
  whole,
} from "./config_rules.ts";

/** One schema a variable, from text to value; `.env.example` says what each is for. */
const VARIABLES = v.object({
  HOST: v.optional(listenHost(), "127.0.0.1"),
  PORT: v.optional(whole(0, 65_535), "8000"),
  OLLAMA_HOST: v.optional(ollamaHost(), "http://127.0.0.1:11434"),
  OLLAMA_MODEL: v.optional(modelName()),
  OLLAMA_API: v.optional(oneOf("chat", "generate"), "chat"),
  OLLAMA_TIMEOUT: v.optional(number(1, 86_400), "120"),
  OLLAMA_LOAD_TIMEOUT: v.optional(number(1, 86_400), "300"),
  SYSTEM_PROMPT: v.optional(
    v.string(),
    "You are a helpful AI assistant. Provide clear, concise responses.",
  ),
  TEMPERATURE: v.optional(number(0, 2), "0.7"),
  TOP_P: v.optional(number(0, 1), "0.9"),
  TOP_K: v.optional(whole(0, 100_000), "40"),
  NUM_PREDICT: v.optional(whole(1, 1_000_000)),
  NUM_CTX: v.optional(whole(16, 100_000_000)),
  TITLES: v.optional(oneOf("message", "model"), "message"),
  DATA_DIR: v.optional(v.string(), "./data"),
  MAX_CONCURRENT: v.optional(whole(1, 10_000), "1"),
  MAX_MESSAGE_CHARS: v.optional(whole(1, 250_000), "32000"),
  DEMO: flag(),
  AUTH_TOKEN: v.optional(token()),
  ALLOWED_HOSTS: v.optional(hostList(), ""),
  TRUST_PROXY: flag(),
  MAX_SOCKETS_PER_ADDRESS: v.optional(whole(1, 1_000_000), "100"),
  ALLOW_OPEN: flag(),
  PULL_POLICY: v.optional(oneOf("listed", "any", "none"), "listed"),
  BACKUPS: v.optional(whole(0, 1000), "7"),
  BACKUP_HOUR: v.optional(whole(0, 23), "3"),
  LOG_LEVEL: v.optional(oneOf("debug", "info", "warning", "error"), "info"),
});

/** The variables' checked values. Times are seconds, as they are written. */
export type Config = v.InferOutput<typeof VARIABLES>;

/** The names of all variables; the binary may read these and no others. */
export const VARIABLE_NAMES = v.keyof(VARIABLES).options;

/** Strangers on the network are kept out unless someone decided otherwise. */
const CONFIG = v.pipe(
  VARIABLES,
  v.forward(
    v.partialCheck(
      [["HOST"], ["AUTH_TOKEN"], ["ALLOW_OPEN"]],
      ({ HOST, AUTH_TOKEN, ALLOW_OPEN }) =>
        isLoopback(HOST) || AUTH_TOKEN !== undefined || ALLOW_OPEN,
      "can be reached from the network, so set AUTH_TOKEN, or ALLOW_OPEN=1 if that is meant",
    ),
    ["HOST"],
  ),
);

/** Names of the reference's `.env` that Parley calls otherwise, each with the name it has here. */
const RENAMED: Record<string, string> = {
  FASTAPI_HOST: "HOST",
  FASTAPI_PORT: "PORT",
  FASTAPI_EXTERNAL_PORT: "PUBLISH_PORT (docker-compose.yml)",
};

/** Names outside the table that are read too, to say that they have no effect. */
export const RENAMED_NAMES = Object.keys(RENAMED);

/** The configuration cannot be used; `faults` has a plain line for each variable. */
export class ConfigError extends Error {
  override name = "ConfigError";
  readonly faults: string[];
  constructor(faults: string[]) {
    super(faults.join("\n"));
    this.faults = faults;
  }
}

/** Looks a variable up; empty counts as not set. */
export type Lookup = (name: string) => string | undefined;

/**
 * Reads and checks every variable.
 * @returns the values, and a line for each name of the reference's that was renamed here
 * @throws {ConfigError} with one line per fault: variable, value, rule
 */
export function readConfig(lookup: Lookup): { config: Config; notes: string[] } {
  const given = Object.fromEntries(
    VARIABLE_NAMES.map((name) => [name, lookup(name)?.trim() || undefined]),
  );
  const parsed = v.safeParse(CONFIG, given);
  if (!parsed.success) {
    const rules = v.flatten<typeof CONFIG>(parsed.issues).nested ?? {};
    throw new ConfigError(
      VARIABLE_NAMES.flatMap((name) =>
        (rules[name] ?? []).slice(0, 1).map((rule) => fault(name, given[name], rule))
      ),
    );
  }
  const notes = Object.entries(RENAMED)
    .filter(([name]) => lookup(name))
    .map(([name, here]) => `${name} has no effect: here it is called ${here}.`);
  return { config: parsed.output, notes };
}

/** Secrets are named, never shown; a default may break a rule too. */
function fault(name: string, value: string | undefined, rule: string): string {
  const shown = name === "AUTH_TOKEN" ? "(hidden)" : JSON.stringify(value ?? "");
  return `${name}=${shown}: ${rule}`;
}

/** Whether only this machine can reach an address to listen on. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d+){3}$/.test(host);
}

/** A host as it stands in a URL and in a `Host` header. */
export function urlHost(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
