import assert from "node:assert/strict";
import { parseEnv } from "node:util";
import { type Config, readConfig, VARIABLE_NAMES } from "../../server/config.ts";
import { interpolated, readProjectFile } from "./project_files.ts";

const text = readProjectFile(".env.example");
const lines = text.split("\n");

/** What the file says once every # before a variable is taken away. */
const documented = parseEnv(text.replace(/^#(?=\w+=)/gm, ""));

const COMPOSE_ONLY = ["PUBLISH_HOST", "PUBLISH_PORT"];

Deno.test(".env.example lists every variable once, and those of docker-compose.yml", () => {
  const names = [...text.matchAll(/^#?(\w+)=/gm)].map(([, name]) => name);
  assert.deepEqual(names.toSorted(), [...VARIABLE_NAMES, ...COMPOSE_ONLY].toSorted());
  const compose = interpolated(readProjectFile("docker-compose.yml"));
  for (const name of COMPOSE_ONLY) assert.ok(compose.includes(name), name);
});

Deno.test(".env.example sets nothing as it stands", () => {
  assert.deepEqual({ ...parseEnv(text) }, {});
});

Deno.test(".env.example says in the line above a variable what it is", () => {
  for (const [index, line] of lines.entries()) {
    if (/^#\w+=/.test(line)) assert.match(lines[index - 1], /^# [A-Z0-9].*\S$/, line);
  }
});

Deno.test(".env.example shows defaults: set for real they change nothing", () => {
  const usual = readConfig(() => undefined).config;
  assert.deepEqual(readConfig((name) => documented[name]).config, usual);
  for (const name of VARIABLE_NAMES) {
    const only: Config = readConfig((asked) =>
      asked === name ? documented[name] : undefined
    ).config;
    assert.deepEqual(only, usual, name);
  }
});

Deno.test(".env.example shows a value wherever there is a default", () => {
  const usual = readConfig(() => undefined).config;
  for (const name of VARIABLE_NAMES) {
    const unset = usual[name] === undefined || String(usual[name]) === "";
    assert.equal(documented[name] === "", unset, name);
  }
});
