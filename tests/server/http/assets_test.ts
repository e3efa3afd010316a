import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { createAssets } from "../../../server/http/assets.ts";
import { LATER_FILES, STATIC_FILES } from "../../../server/http/page_files.ts";
import { readStaticTable, staticTable } from "../../static_files.ts";

const PAGE = `<head><!-- build -->
<script type="importmap">{"imports":{"x":"/lib/x.mjs"}}</script></head>
<template><link rel="modulepreload" href="/static/main.js"><!-- modules --></template>
<script type="module" src="/static/start.js"></script>`;
const FILES = {
  "/static/index.html": PAGE,
  "/static/start.js": 'import("./main.js")',
  "/static/main.js": 'import "x"; import("katex")',
  "/lib/x.mjs": "export {}",
};

Deno.test("createAssets() puts the build into the page's paths and names its modules ahead", async () => {
  const { index: page, build } = createAssets(FILES);
  const index = await page.content();
  assert.ok(index.body.includes(`<meta name="parley-build" content="${build}">`));
  const ahead = [...index.body.matchAll(/<link rel="modulepreload" href="([^"]+)">/g)];
  assert.deepEqual(ahead.map(([, path]) => path), [
    `/static/${build}/main.js`,
    `/lib/${build}/x.mjs`,
  ]);
  assert.ok(index.body.includes(`"x":"/lib/${build}/x.mjs"`));
  assert.ok(index.body.includes(`src="/static/${build}/start.js"`));
});

Deno.test("createAssets() neither names ahead nor reads what is only needed later", async () => {
  let reads = 0;
  const load = () => Promise.resolve(`export const reads = ${++reads};`);
  const { index, find } = createAssets(FILES, { "/lib/katex.mjs": { version: "1", load } });
  assert.doesNotMatch((await index.content()).body, /modulepreload[^>]*katex/);
  assert.equal(reads, 0);
  const katex = find("/lib/katex.mjs")?.asset;
  assert.equal((await katex?.content())?.body, "export const reads = 1;");
  assert.equal((await katex?.content())?.body, "export const reads = 1;");
});

Deno.test("all that the page loads before it can be used is at most 100 KB, compressed", async () => {
  const { index: page, find, build } = createAssets(STATIC_FILES, LATER_FILES);
  const index = await page.content();
  const named = [...index.body.matchAll(/(?:href|src)="(\/(?:static|lib)\/[^"]+)"/g)]
    .map(([, path]) => path);
  const paths = [...new Set(named)];
  const bodies = await Promise.all([...new Set(paths)].map(async (path) => {
    const asset = find(path)?.asset ?? assert.fail(path);
    return (await asset.content()).body;
  }));
  assert.ok(paths.length > 60 && paths.every((path) => path.includes(build)));
  const sizes = [index.body, ...bodies].map((body) => gzipSync(body, { level: 9 }).length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(total <= 100 * 1024, `${total} bytes`);
});

Deno.test("createAssets() hashes the import map as it is served", async () => {
  const { index, scriptHash } = createAssets(FILES);
  const { body } = await index.content();
  const script = body.split('<script type="importmap">')[1].split("</script>")[0];
  assert.equal(scriptHash, `sha256-${createHash("sha256").update(script).digest("base64")}`);
});

Deno.test("createAssets() names another build when any file or version changes", () => {
  const load = () => Promise.resolve("");
  const later = { "/lib/y.mjs": { version: "1", load } };
  const builds = [
    createAssets(FILES, later),
    createAssets({ ...FILES, "/static/main.js": "stop()" }, later),
    createAssets(FILES, { "/lib/y.mjs": { version: "2", load } }),
  ].map(({ build }) => build);
  assert.equal(new Set(builds).size, 3);
});

Deno.test("find() keeps for good only what stands under the build", () => {
  const { find, build } = createAssets(FILES);
  assert.equal(find(`/static/${build}/main.js`)?.immutable, true);
  assert.equal(find("/static/main.js")?.immutable, false);
  assert.equal(find("/lib/x.mjs")?.asset.type, "text/javascript; charset=utf-8");
});

Deno.test("find() finds nothing outside the table", () => {
  const { find } = createAssets(FILES);
  for (
    const path of [
      "/static/",
      "/static/000000000000/main.js",
      "/static/../main.ts",
      "/static/constructor",
      "/lib/main.js",
      "/static/%2e%2e/main.ts",
    ]
  ) assert.equal(find(path), undefined, path);
});

Deno.test("the table of texts is what deno task files writes", () => {
  assert.equal(readStaticTable(), staticTable());
});

Deno.test("every static file stands in the table", async () => {
  const there: string[] = [];
  const root = new URL("../../../static/", import.meta.url);
  async function walk(folder: URL, path: string) {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (isDirectory) await walk(new URL(`${name}/`, folder), `${path}${name}/`);
      else if (name !== "deno.json") there.push(`${path}${name}`);
    }
  }
  await walk(root, "/static/");
  const served = Object.keys({ ...STATIC_FILES, ...LATER_FILES })
    .filter((path) => path.startsWith("/static/"));
  assert.deepEqual(served.sort(), there.sort());
});

Deno.test("every module that the page's import map names stands in the table", () => {
  const map = /<script type="importmap">(.*?)<\/script>/s
    .exec(STATIC_FILES["/static/index.html"])?.[1];
  const { imports } = JSON.parse(map ?? "{}") as { imports: Record<string, string> };
  assert.ok(Object.keys(imports).includes("preact"));
  for (const path of Object.values(imports)) {
    assert.ok(path in { ...STATIC_FILES, ...LATER_FILES }, path);
  }
});
