import assert from "node:assert/strict";
import { fullModelName, isModelName } from "../../../server/ollama/model_name.ts";

const GOOD = [
  "phi3",
  "gemma:2b",
  "qwen2.5:1.5b",
  "llama3.2:1b-instruct-q4_K_M",
  "someone/model",
  "hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M",
  "registry.example:5000/library/gemma:2b",
  "_private",
];

const BAD = [
  "",
  ":2b",
  "gemma:",
  "gemma:2b:3",
  "/gemma",
  "gemma/",
  "../gemma",
  "../../x",
  "a/../b",
  "a..b",
  "name.space/model/extra/gemma",
  "-gemma",
  ".gemma",
  "gem ma",
  "gemma\n",
  "gemma?x=1",
  "gemma#x",
  "gemma%2e",
  "http://example.com/gemma",
  "gémma",
  "x".repeat(201),
];

for (const name of GOOD) {
  Deno.test(`isModelName() takes ${name}`, () => assert.equal(isModelName(name), true));
}

for (const name of BAD) {
  Deno.test(`isModelName() refuses ${JSON.stringify(name).slice(0, 40)}`, () => {
    assert.equal(isModelName(name), false);
  });
}

Deno.test("isModelName() takes no longer for a hostile name", () => {
  const start = performance.now();
  for (let i = 0; i < 1000; i++) isModelName("a.".repeat(100).slice(0, 199) + "!");
  assert.ok(performance.now() - start < 1000);
});

Deno.test("fullModelName() adds latest where there is no tag", () => {
  assert.equal(fullModelName("phi3"), "phi3:latest");
  assert.equal(fullModelName("gemma:2b"), "gemma:2b");
  assert.equal(fullModelName("host:5000/library/phi3"), "host:5000/library/phi3:latest");
});
