import assert from "node:assert/strict";
import { readConfig, VARIABLE_NAMES } from "../../server/config.ts";
import { argsOf, type Instruction, parseDockerfile } from "./dockerfile.ts";
import { COMMANDS, compileOption, isInProject, readProjectFile } from "./project_files.ts";

const [build, image] = parseDockerfile(readProjectFile("Dockerfile"));

const copies = (instructions: Instruction[]) =>
  instructions.filter(({ name }) => name === "COPY").map(({ flags, args }) => {
    const paths = args.split(/\s+/);
    return { flags, sources: paths.slice(0, -1), target: paths[paths.length - 1] };
  });

const variables = Object.fromEntries(
  argsOf(image, "ENV").flatMap((args) => args.split(/\s+/).map((pair) => pair.split("="))),
);

Deno.test("Dockerfile builds with the Deno that the checks use", () => {
  assert.equal(build.name, "build");
  const version = /^deno_version=(\S+)$/m.exec(readProjectFile(".ci/run"))?.[1];
  assert.equal(build.base, `denoland/deno:${version}`);
});

Deno.test("Dockerfile copies what is there and gets past .dockerignore, dependencies first", () => {
  const ignore = readProjectFile(".dockerignore").split("\n").filter((line) => /^[^#]/.test(line));
  const kept = ignore.filter((line) => line.startsWith("!")).map((line) => line.slice(1));
  assert.equal(ignore[0], "*");
  const sources = copies(build.instructions).flatMap(({ sources }) => sources);
  for (const path of sources) {
    assert.ok(isInProject(path), `${path} is not there`);
    assert.ok(kept.some((entry) => path === entry || path.startsWith(`${entry}/`)), path);
  }
  const install = build.instructions.findIndex(({ args }) => args === "deno install --frozen");
  const early = copies(build.instructions.slice(0, install)).flatMap(({ sources }) => sources);
  assert.ok(install > 0);
  assert.deepEqual(early.filter((path) => !/(deno\.json|\.lock)$/.test(path)), []);
});

Deno.test("Dockerfile compiles by the project's task and ships that executable alone", () => {
  const runs = argsOf(build, "RUN");
  assert.ok(runs.includes('deno task compile --commit "$COMMIT"'), runs.join("\n"));
  const [workdir] = argsOf(build, "WORKDIR");
  const shipped = copies(image.instructions);
  assert.deepEqual(shipped.map(({ flags }) => flags.from), ["build", "build"]);
  assert.deepEqual(shipped.map(({ sources }) => sources), [
    [`${workdir}/${compileOption("--output")}`],
    ["/data"],
  ]);
  assert.deepEqual(argsOf(image, "RUN"), [], "there is no shell to run anything");
});

Deno.test("Dockerfile sets variables that there are, to values that are good", () => {
  const known: readonly string[] = VARIABLE_NAMES;
  for (const name of Object.keys(variables)) assert.ok(known.includes(name), name);
  // Whoever runs it says who may come in.
  const env: Record<string, string> = { ...variables, ALLOW_OPEN: "1" };
  const { config } = readConfig((name) => env[name]);
  assert.equal(config.HOST, "0.0.0.0");
  assert.deepEqual(argsOf(image, "EXPOSE"), [String(config.PORT)]);
  assert.deepEqual(argsOf(image, "VOLUME"), [config.DATA_DIR]);
});

Deno.test("Dockerfile runs as a user who is not root and owns the data folder", () => {
  const [user] = argsOf(image, "USER");
  assert.match(user, /^[1-9]\d*:[1-9]\d*$/, "numbers, for those who check that it is not root");
  const data = copies(image.instructions).find(({ target }) => target === variables.DATA_DIR);
  assert.equal(data?.flags.chown, user);
});

Deno.test("Dockerfile starts and checks itself by commands that the executable has", () => {
  const [entrypoint] = argsOf(image, "ENTRYPOINT").map((args) => JSON.parse(args));
  const [command] = argsOf(image, "CMD").map((args) => JSON.parse(args));
  const [healthcheck] = argsOf(image, "HEALTHCHECK");
  assert.match(healthcheck, /^CMD \[/, "in exec form, since there is no shell");
  const check = JSON.parse(healthcheck.slice("CMD ".length));
  assert.deepEqual(entrypoint, ["/parley"]);
  assert.deepEqual(command, ["serve"]);
  assert.deepEqual(check, ["/parley", "health"]);
  for (const name of [command[0], check[1]]) assert.ok(COMMANDS.includes(name), name);
});
