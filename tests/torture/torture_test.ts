import assert from "node:assert/strict";
import type { Bug } from "./sabotage.ts";
import { torture } from "./torture.ts";

const SHORT = { cuts: 20, kills: 2, restarts: 1, crashes: 3, verbs: 30, pace: 60 };

for (const seed of ["1", "2", "3"]) {
  Deno.test(`torture() finds nothing wrong with Parley when the seed is ${seed}`, async () => {
    const { findings, events, figures } = await torture({ seed, ...SHORT });
    assert.deepEqual(findings, [], events.join("\n"));
    assert.equal(figures.lives, 1 + SHORT.kills + SHORT.restarts);
    assert.equal(figures.crashes, SHORT.crashes + (SHORT.crashes >> 1));
  });
}

/** Each bug, and what is said of it. */
const BUGGY: { bug: Bug; rule: string; says: RegExp }[] = [
  { bug: "skipsARow", rule: "live", says: /was heard after row/ },
  // The number of a row that was never written is given to another one.
  { bug: "publishesBeforeCommit", rule: "seen", says: /it is not there|and it was .* before/ },
  { bug: "acceptsTwice", rule: "id", says: /uses the id .* again/ },
];

for (const { bug, rule, says } of BUGGY) {
  Deno.test(`torture() finds a violation when the journal ${bug}`, async () => {
    const { findings } = await torture({
      seed: "1",
      entry: "tests/torture/buggy_server.ts",
      env: { BUG: bug },
      ...{ cuts: 3, kills: 0, restarts: 0, crashes: 0, pace: 40, verbs: 20 },
    });
    const found = findings.filter((finding) => finding.rule === rule);
    assert.match(found[0]?.message ?? `nothing in ${JSON.stringify(findings)}`, says);
  });
}
