/** Every variable that Parley reads, its default and its rule. All faults are reported at once. */
import * as v from "valibot";
import { ollamaAddress } from "./ollama/address.ts";
import { isModelName } from "./ollama/model_name.ts";

/** One schema a variable, from text to value; `.env.example` says what each is for. */
const VARIABLES = {
  HOST: v.optional(v.string(), "127.0.0.1"),
  PORT: v.optional(whole(0, 65_535), "8000"),
  OLLAMA_HOST: v.optional(address(), "http://127.0.0.1:11434"),
  OLLAMA_MODEL: v.optional(v.pipe(v.string(), v.check(isModelName, "must be a model's name"))),
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
  DATA_DIR: v.optional(v.string(), "./data"),
  MAX_CONCURRENT: v.optional(whole(1, 10_000), "1"),
  MAX_MESSAGE_CHARS: v.optional(whole(1, 250_000), "32000"),
  DEMO: flag(),
  AUTH_TOKEN: v.optional(v.pipe(v.string(), v.minLength(16, "must have 16 characters or more"))),
  ALLOWED_HOSTS: v.optional(list(), ""),
  TRUST_PROXY: flag(),
  MAX_SOCKETS_PER_ADDRESS: v.optional(whole(1, 1_000_000), "100"),
  ALLOW_OPEN: flag(),
  PULL_POLICY: v.optional(oneOf("listed", "any", "none"), "listed"),
  LOG_LEVEL: v.optional(oneOf("debug", "info", "warning", "error"), "info"),
} as const;

/** The names of all variables; the binary may read these and no others. */
export const VARIABLE_NAMES = Object.keys(VARIABLES) as (keyof Config)[];

/** The variables' checked values. Times are seconds, as they are written. */
export type Config = { [K in keyof typeof VARIABLES]: v.InferOutput<(typeof VARIABLES)[K]> };

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
  const faults: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(VARIABLES)) {
    const value = lookup(name)?.trim() || undefined;
    const parsed = v.safeParse(schema as v.GenericSchema, value);
    if (parsed.success) config[name] = parsed.output;
    else faults.push(fault(name, value, parsed.issues[0].message));
  }
  faults.push(...openFault(config as Config));
  if (faults.length > 0) throw new ConfigError(faults);
  const notes = Object.entries(RENAMED)
    .filter(([name]) => lookup(name))
    .map(([name, here]) => `${name} has no effect: here it is called ${here}.`);
  return { config: config as Config, notes };
}

/** Secrets are named, never shown. */
function fault(name: string, value: string | undefined, rule: string): string {
  const shown = name === "AUTH_TOKEN" ? "(hidden)" : JSON.stringify(value ?? "");
  return `${name}=${shown}: ${rule}`;
}

/** Strangers on the network are kept out unless someone decided otherwise. */
function openFault({ HOST, AUTH_TOKEN, ALLOW_OPEN }: Partial<Config>): string[] {
  if (HOST === undefined || isLoopback(HOST) || AUTH_TOKEN || ALLOW_OPEN) return [];
  return [
    fault(
      "HOST",
      HOST,
      "can be reached from the network, so set AUTH_TOKEN, or ALLOW_OPEN=1 if that is meant",
    ),
  ];
}

/** Whether only this machine can reach an address to listen on. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
}

function number(min: number, max: number) {
  const rule = `must be a number from ${min} to ${max}`;
  return v.pipe(
    v.string(),
    v.transform(Number),
    v.number(rule),
    v.minValue(min, rule),
    v.maxValue(max, rule),
  );
}

function whole(min: number, max: number) {
  const rule = `must be a whole number from ${min} to ${max}`;
  return v.pipe(
    v.string(),
    v.regex(/^\d+$/, rule),
    v.transform(Number),
    v.minValue(min, rule),
    v.maxValue(max, rule),
  );
}

function oneOf<const T extends readonly string[]>(...values: T) {
  return v.picklist(values, `must be one of ${values.join(", ")}`);
}

function flag() {
  return v.pipe(v.optional(oneOf("0", "1"), "0"), v.transform((value) => value === "1"));
}

function list() {
  return v.pipe(
    v.string(),
    v.transform((value) => value.split(",").map((part) => part.trim()).filter(Boolean)),
  );
}

function address() {
  return v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      try {
        return ollamaAddress(dataset.value);
      } catch (error) {
        addIssue({ message: error instanceof Error ? error.message : String(error) });
        return NEVER;
      }
    }),
  );
}
