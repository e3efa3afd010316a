import assert from "node:assert/strict";
import {
  type Config,
  ConfigError,
  isLoopback,
  type Lookup,
  readConfig,
  RENAMED_NAMES,
  VARIABLE_NAMES,
} from "../../server/config.ts";

interface Row {
  default: unknown;
  /** What is written, and the value it becomes. */
  good: [string, unknown][];
  bad: string[];
  /** What the line about a bad value says after `NAME=value: `. */
  rule?: string;
}

const SECONDS = "must be a number from 1 to 86400";
const FLAG: Row = {
  default: false,
  good: [["1", true], ["0", false]],
  bad: ["yes", "true", "on", "2", "01"],
  rule: "must be one of 0, 1",
};

const TABLE: Record<keyof Config, Row> = {
  HOST: {
    default: "127.0.0.1",
    good: [
      ["localhost", "localhost"],
      ["LOCALHOST", "localhost"],
      ["::1", "::1"],
      ["[::1]", "::1"],
      ["0:0:0:0:0:0:0:1", "::1"],
      ["127.1", "127.0.0.1"],
      ["127.0.0.53", "127.0.0.53"],
    ],
    bad: [
      "http://localhost",
      "localhost:80",
      "[::1]:80",
      "a b",
      "me@localhost",
      "::g",
      "1.2.3.4.5",
    ],
    rule: "must be an address or a name alone, such as 127.0.0.1 or 0.0.0.0",
  },
  PORT: {
    default: 8000,
    good: [["0", 0], ["65535", 65535], [" 8080 ", 8080]],
    bad: ["65536", "-1", "80.5", "0x50", "http", "8000 tcp"],
    rule: "must be a whole number from 0 to 65535",
  },
  OLLAMA_HOST: {
    default: "http://127.0.0.1:11434",
    good: [
      ["127.0.0.1:11434", "http://127.0.0.1:11434"],
      ["0.0.0.0", "http://127.0.0.1:11434"],
      ["0.0.0.0:8080", "http://127.0.0.1:8080"],
      ["ollama", "http://ollama:11434"],
      ["http://ollama:11434", "http://ollama:11434"],
      ["https://ollama.example.org", "https://ollama.example.org"],
      ["https://example.org/ollama/", "https://example.org/ollama"],
      ["[::1]:11434", "http://[::1]:11434"],
    ],
    bad: ["user@host", "host?x=1", "a host"],
    rule: "must be a host, host:port or http address, such as 127.0.0.1:11434",
  },
  OLLAMA_MODEL: {
    default: undefined,
    good: [["gemma:2b", "gemma:2b"], ["hf.co/someone/model:Q4_K_M", "hf.co/someone/model:Q4_K_M"]],
    bad: ["../../x", "gemma 2b", "a:b:c", "/x"],
    rule: "must be a model's name, such as gemma:2b",
  },
  OLLAMA_API: {
    default: "chat",
    good: [["chat", "chat"], ["generate", "generate"]],
    bad: ["Chat", "completions"],
    rule: "must be one of chat, generate",
  },
  OLLAMA_TIMEOUT: {
    default: 120,
    good: [["1", 1], ["0001.50", 1.5], ["86400", 86400]],
    bad: ["0", "0.9", "86401", "2m", "-1", "Infinity", "NaN", "1e3"],
    rule: SECONDS,
  },
  OLLAMA_LOAD_TIMEOUT: {
    default: 300,
    good: [["600", 600]],
    bad: ["0", "ten", "0x10"],
    rule: SECONDS,
  },
  SYSTEM_PROMPT: {
    default: "You are a helpful AI assistant. Provide clear, concise responses.",
    good: [["Answer in rhyme.", "Answer in rhyme."], ["two\nlines", "two\nlines"]],
    bad: [],
  },
  TEMPERATURE: {
    default: 0.7,
    good: [["0", 0], ["2", 2], [".5", 0.5], ["1.", 1]],
    bad: ["2.1", "-0.1", "hot", "0,7"],
    rule: "must be a number from 0 to 2",
  },
  TOP_P: {
    default: 0.9,
    good: [["0", 0], ["1", 1], ["0.95", 0.95]],
    bad: ["1.01", "90%"],
    rule: "must be a number from 0 to 1",
  },
  TOP_K: {
    default: 40,
    good: [["0", 0], ["100000", 100_000]],
    bad: ["100001", "0.5", "-1"],
    rule: "must be a whole number from 0 to 100000",
  },
  NUM_PREDICT: {
    default: undefined,
    good: [["1", 1], ["200", 200]],
    bad: ["0", "-1", "1000001", "many"],
    rule: "must be a whole number from 1 to 1000000",
  },
  NUM_CTX: {
    default: undefined,
    good: [["16", 16], ["32768", 32768]],
    bad: ["15", "100000001", "4k"],
    rule: "must be a whole number from 16 to 100000000",
  },
  TITLES: {
    default: "message",
    good: [["message", "message"], ["model", "model"]],
    bad: ["1", "Model"],
    rule: "must be one of message, model",
  },
  DATA_DIR: { default: "./data", good: [["/data", "/data"]], bad: [] },
  MAX_CONCURRENT: {
    default: 1,
    good: [["4", 4]],
    bad: ["0", "10001"],
    rule: "must be a whole number from 1 to 10000",
  },
  MAX_MESSAGE_CHARS: {
    default: 32_000,
    good: [["1", 1], ["250000", 250_000]],
    bad: ["0", "250001"],
    rule: "must be a whole number from 1 to 250000",
  },
  DEMO: FLAG,
  AUTH_TOKEN: {
    default: undefined,
    good: [["0123456789abcdef", "0123456789abcdef"], ["!~+/=-_.,:;$%&*?", "!~+/=-_.,:;$%&*?"]],
    bad: ["0123456789abcde", "sixteen or more, but with spaces", "pässwörterpässwörter"],
    rule: "must have 16 characters or more, all of them letters, digits or signs of ASCII",
  },
  ALLOWED_HOSTS: {
    default: [],
    good: [
      ["chat.example.org", ["chat.example.org"]],
      [" a , b:8080 ,, [::1]:80 ", ["a", "b:8080", "[::1]:80"]],
    ],
    bad: ["https://chat.example.org", "*", "a b", "a/b", "a:99999", "a:b"],
    rule: "must be host names, each with a port or without, such as chat.example.org",
  },
  TRUST_PROXY: FLAG,
  MAX_SOCKETS_PER_ADDRESS: {
    default: 100,
    good: [["1", 1]],
    bad: ["0", "1000001"],
    rule: "must be a whole number from 1 to 1000000",
  },
  ALLOW_OPEN: FLAG,
  PULL_POLICY: {
    default: "listed",
    good: [["any", "any"], ["none", "none"]],
    bad: ["all"],
    rule: "must be one of listed, any, none",
  },
  BACKUPS: {
    default: 7,
    good: [["0", 0], ["30", 30]],
    bad: ["-1", "1001"],
    rule: "must be a whole number from 0 to 1000",
  },
  BACKUP_HOUR: {
    default: 3,
    good: [["0", 0], ["23", 23]],
    bad: ["24", "3:00"],
    rule: "must be a whole number from 0 to 23",
  },
  LOG_LEVEL: {
    default: "info",
    good: [["debug", "debug"], ["error", "error"]],
    bad: ["warn", "INFO"],
    rule: "must be one of debug, info, warning, error",
  },
};

const of = (env: Record<string, string>): Lookup => (name) => env[name];

function faultsOf(env: Record<string, string>): string[] {
  try {
    readConfig(of(env));
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    assert.equal(error.message, error.faults.join("\n"));
    return error.faults;
  }
  return [];
}

Deno.test("VARIABLE_NAMES holds every variable once", () => {
  assert.deepEqual([...VARIABLE_NAMES], Object.keys(TABLE));
});

for (const name of VARIABLE_NAMES) {
  const { default: usual, good, bad, rule } = TABLE[name];
  Deno.test(`readConfig() keeps the rule of ${name}`, () => {
    assert.deepEqual(readConfig(of({})).config[name], usual);
    assert.deepEqual(readConfig(of({ [name]: "  " })).config[name], usual, "empty is not set");
    for (const [written, value] of good) {
      assert.deepEqual(readConfig(of({ [name]: written })).config[name], value, written);
    }
    for (const written of bad) {
      const shown = name === "AUTH_TOKEN" ? "(hidden)" : JSON.stringify(written);
      assert.deepEqual(faultsOf({ [name]: written }), [`${name}=${shown}: ${rule}`]);
    }
  });
}

Deno.test("readConfig() says what else is wrong with OLLAMA_HOST", () => {
  assert.deepEqual(faultsOf({ OLLAMA_HOST: "ftp://host" }), [
    'OLLAMA_HOST="ftp://host": must begin with http:// or https://, or be host:port alone',
  ]);
  assert.deepEqual(faultsOf({ OLLAMA_HOST: "host:70000" }), [
    'OLLAMA_HOST="host:70000": must have a port between 1 and 65535',
  ]);
});

Deno.test("readConfig() throws one line for each fault when there are many", () => {
  const faults = faultsOf({
    LOG_LEVEL: "loud",
    PORT: "x\ny",
    AUTH_TOKEN: "secret",
    HOST: "0.0.0.0:80",
    TOP_P: "2",
  });
  assert.deepEqual(faults, [
    'HOST="0.0.0.0:80": must be an address or a name alone, such as 127.0.0.1 or 0.0.0.0',
    'PORT="x\\ny": must be a whole number from 0 to 65535',
    'TOP_P="2": must be a number from 0 to 1',
    "AUTH_TOKEN=(hidden): must have 16 characters or more, all of them letters, digits or signs of ASCII",
    'LOG_LEVEL="loud": must be one of debug, info, warning, error',
  ]);
  assert.ok(!faults.join().includes("secret"));
});

const OPEN = "can be reached from the network, so set AUTH_TOKEN, or ALLOW_OPEN=1 if that is meant";

Deno.test("readConfig() throws when HOST opens the server to the network without a token", () => {
  for (const HOST of ["0.0.0.0", "::", "192.168.1.5", "example.org", "128.0.0.1"]) {
    assert.deepEqual(faultsOf({ HOST }), [`HOST=${JSON.stringify(HOST)}: ${OPEN}`]);
    assert.deepEqual(faultsOf({ HOST, ALLOW_OPEN: "1" }), []);
    assert.deepEqual(faultsOf({ HOST, AUTH_TOKEN: "0123456789abcdef" }), []);
  }
});

Deno.test("readConfig() says that HOST is open beside other faults, but not beside a bad token", () => {
  assert.deepEqual(faultsOf({ HOST: "0.0.0.0", PORT: "x" }), [
    `HOST="0.0.0.0": ${OPEN}`,
    'PORT="x": must be a whole number from 0 to 65535',
  ]);
  assert.equal(faultsOf({ HOST: "0.0.0.0", AUTH_TOKEN: "short" }).length, 1);
});

Deno.test("readConfig() notes a name of the reference's when it is set", () => {
  assert.deepEqual(readConfig(of({})).notes, []);
  const reference = { FASTAPI_HOST: "0.0.0.0", FASTAPI_PORT: "9", FASTAPI_EXTERNAL_PORT: "80" };
  assert.deepEqual(Object.keys(reference), RENAMED_NAMES);
  const { config, notes } = readConfig(of(reference));
  assert.deepEqual(notes, [
    "FASTAPI_HOST has no effect: here it is called HOST.",
    "FASTAPI_PORT has no effect: here it is called PORT.",
    "FASTAPI_EXTERNAL_PORT has no effect: here it is called PUBLISH_PORT (docker-compose.yml).",
  ]);
  assert.deepEqual([config.HOST, config.PORT], ["127.0.0.1", 8000]);
});

Deno.test("isLoopback() is true when only this machine can reach the address", () => {
  for (const host of ["localhost", "127.0.0.1", "127.255.255.254", "::1"]) {
    assert.equal(isLoopback(host), true, host);
  }
  for (const host of ["0.0.0.0", "::", "127.example.org", "10.0.0.1", "localhost.example.org"]) {
    assert.equal(isLoopback(host), false, host);
  }
});
