import assert from "node:assert/strict";
import { modulesOf } from "../../../server/http/module_graph.ts";

const PAGE = `<script type="importmap">{"imports":{"x":"/lib/x.mjs"}}</script>
<template><link rel="modulepreload" href="/static/main.js"></template>
<script type="module" src="/static/start.js"></script>`;

Deno.test("modulesOf() follows every form of a static import, also of minified code", () => {
  const files = {
    "/static/start.js": `import("./main.js");`,
    "/static/main.js": `import {\n  a,\n} from "./view/a.js";\nimport "./b.js";`,
    "/static/view/a.js": `export { x } from "x";\nimport "../main.js";`,
    "/static/b.js": "",
    "/lib/x.mjs": `const y=1;import{z as t}from"./z.mjs";export{t}`,
    "/lib/z.mjs": "export const z = 1;",
  };
  assert.deepEqual(modulesOf(PAGE, files), Object.keys(files).slice(2));
});

Deno.test("modulesOf() leaves out what is imported when it is needed, or named in a comment", () => {
  const files = {
    "/static/main.js": `// import "./no.js";\n/** import "./no.js"; */\nimport("./later.js");`,
    "/static/later.js": "",
    "/static/no.js": "",
  };
  assert.deepEqual(modulesOf(PAGE, files), []);
});
