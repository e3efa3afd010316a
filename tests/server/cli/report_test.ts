import assert from "node:assert/strict";
import type { Step } from "../../../server/cli/checklist.ts";
import { allOk, jsonOf, lineOf } from "../../../server/cli/report.ts";

const good: Step = { name: "port", ok: true, detail: "8000 is free", ms: 1 };
const bad: Step = { name: "Ollama", ok: false, detail: "it is away", advice: "start it", ms: 2 };
const left: Step = { name: "WebSocket", ok: false, skipped: true, detail: "not checked", ms: 0 };

Deno.test("lineOf() marks what held, what failed with what to do, and what was skipped", () => {
  assert.equal(lineOf(good), "✓ port           8000 is free");
  assert.equal(lineOf(bad), "✗ Ollama         it is away → start it");
  assert.equal(lineOf(left), "– WebSocket      not checked");
});

Deno.test("jsonOf() is one line that says whether all is well, and every step", () => {
  assert.deepEqual(JSON.parse(jsonOf([good])), { ok: true, steps: [good] });
  assert.deepEqual(JSON.parse(jsonOf([good, bad, left])), { ok: false, steps: [good, bad, left] });
  assert.ok(!jsonOf([good, { ...bad, detail: "two\nlines" }]).includes("\n"));
});

Deno.test("allOk() is false when a step failed or was skipped", () => {
  assert.equal(allOk([good]), true);
  assert.equal(allOk([good, bad]), false);
  assert.equal(allOk([good, left]), false);
});
