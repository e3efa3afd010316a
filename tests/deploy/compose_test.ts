import assert from "node:assert/strict";
import { parse } from "yaml";
import * as v from "valibot";
import { readConfig, RENAMED_NAMES, VARIABLE_NAMES } from "../../server/config.ts";
import { argsOf, parseDockerfile } from "./dockerfile.ts";
import { interpolate, interpolated, readProjectFile } from "./project_files.ts";

const conditions = v.record(v.string(), v.object({ condition: v.string() }));
const ollama = v.object({ image: v.string(), environment: v.record(v.string(), v.string()) });

const Compose = v.object({
  name: v.literal("parley"),
  services: v.strictObject({
    ollama: v.object({
      ...ollama.entries,
      volumes: v.array(v.string()),
      ports: v.optional(v.never()),
      network_mode: v.optional(v.never()),
      healthcheck: v.object({ test: v.array(v.string()) }),
    }),
    pull: v.object({
      ...ollama.entries,
      depends_on: conditions,
      entrypoint: v.array(v.string()),
      command: v.array(v.string()),
      ports: v.optional(v.never()),
      restart: v.literal("no"),
    }),
    parley: v.object({
      build: v.object({ context: v.string(), args: v.record(v.string(), v.string()) }),
      depends_on: conditions,
      ports: v.array(v.string()),
      environment: v.record(v.string(), v.string()),
      volumes: v.array(v.string()),
      user: v.string(),
      read_only: v.literal(true),
      tmpfs: v.array(v.string()),
      cap_drop: v.array(v.string()),
      cap_add: v.optional(v.never()),
      privileged: v.optional(v.never()),
      security_opt: v.array(v.string()),
      pids_limit: v.number(),
      mem_limit: v.string(),
    }),
  }),
  volumes: v.record(v.string(), v.null()),
});

const text = readProjectFile("docker-compose.yml");
const compose = v.parse(Compose, parse(text));
const { services } = compose;
const [, image] = parseDockerfile(readProjectFile("Dockerfile"));

/** What Parley is configured with inside its container, given what stands in `.env`. */
function configured(env: Record<string, string> = {}) {
  const { environment } = services.parley;
  return readConfig((name) => environment[name] && interpolate(environment[name], env));
}

Deno.test("docker-compose.yml hands every variable to Parley, and no others", () => {
  const names = Object.keys(services.parley.environment);
  const renamed = names.filter((name) => RENAMED_NAMES.includes(name));
  assert.deepEqual(names.toSorted(), [...VARIABLE_NAMES, ...renamed].toSorted());
});

Deno.test("docker-compose.yml leaves Parley's defaults alone when .env is empty", () => {
  const { config, notes } = configured();
  assert.deepEqual(notes, []);
  const usual = readConfig(() => undefined).config;
  const own = { HOST: "0.0.0.0", ALLOW_OPEN: true, DATA_DIR: "/data" };
  assert.deepEqual(config, { ...usual, ...own, OLLAMA_HOST: "http://ollama:11434" });
});

Deno.test("docker-compose.yml passes on what stands in .env, but for what the containers fix", () => {
  const env = { TEMPERATURE: "0.1", AUTH_TOKEN: "0123456789abcdef", HOST: "::1", PORT: "9" };
  const { config } = configured(env);
  assert.equal(config.TEMPERATURE, 0.1);
  assert.equal(config.AUTH_TOKEN, env.AUTH_TOKEN);
  assert.deepEqual([config.HOST, config.PORT], ["0.0.0.0", 8000]);
  assert.equal(configured({ FASTAPI_EXTERNAL_PORT: "80" }).notes.length, 1);
});

Deno.test("docker-compose.yml fills in variables that .env.example lists", () => {
  const listed = [...readProjectFile(".env.example").matchAll(/^#(\w+)=/gm)].map(([, name]) =>
    name
  );
  const known = [...listed, ...RENAMED_NAMES, "COMMIT"];
  assert.deepEqual(interpolated(text).filter((name) => !known.includes(name)), []);
});

Deno.test("docker-compose.yml publishes Parley on this machine alone, and Ollama nowhere", () => {
  const { ports } = services.parley;
  assert.deepEqual(ports.map((port) => interpolate(port)), ["127.0.0.1:8081:8000"]);
  const env = { PUBLISH_HOST: "0.0.0.0", PUBLISH_PORT: "80" };
  assert.equal(interpolate(ports[0], env), "0.0.0.0:80:8000");
  assert.deepEqual(argsOf(image, "EXPOSE"), ["8000"]);
});

Deno.test("docker-compose.yml gives Parley as few rights as it can do with", () => {
  const { parley } = services;
  assert.deepEqual([parley.user], argsOf(image, "USER"));
  assert.deepEqual(parley.cap_drop, ["ALL"]);
  assert.deepEqual(parley.security_opt, ["no-new-privileges:true"]);
  assert.deepEqual(parley.tmpfs, ["/tmp"]);
  assert.ok(parley.pids_limit > 0);
  assert.match(parley.mem_limit, /^\d+[mg]$/);
});

Deno.test("docker-compose.yml keeps models and conversations in named volumes", () => {
  assert.deepEqual(services.parley.volumes, ["parley-data:/data"]);
  assert.match(services.ollama.volumes.join(), /^ollama:\S+\.ollama$/);
  assert.deepEqual(Object.keys(compose.volumes).toSorted(), ["ollama", "parley-data"]);
});

Deno.test("docker-compose.yml starts Ollama, then Parley and the pull, and neither waits for the other", () => {
  assert.deepEqual(services.ollama.healthcheck.test, ["CMD", "ollama", "list"]);
  const healthy = { condition: "service_healthy" };
  assert.deepEqual(services.pull.depends_on, { ollama: healthy });
  assert.deepEqual(services.parley.depends_on, { ollama: healthy });
});

Deno.test("docker-compose.yml pulls the model that Parley begins with, with one pinned Ollama", () => {
  const { ollama, pull } = services;
  assert.match(ollama.image, /^ollama\/ollama:\d+\.\d+\.\d+$/);
  assert.equal(pull.image, ollama.image);
  assert.equal(pull.environment.OLLAMA_HOST, services.parley.environment.OLLAMA_HOST);
  assert.equal(interpolate(pull.environment.MODEL), "gemma:2b");
  assert.equal(interpolate(pull.environment.MODEL, { OLLAMA_MODEL: "phi3" }), "phi3");
  assert.equal(configured({ OLLAMA_MODEL: "phi3" }).config.OLLAMA_MODEL, "phi3");
  assert.equal(interpolate(ollama.environment.OLLAMA_NUM_PARALLEL, { MAX_CONCURRENT: "4" }), "4");
});
