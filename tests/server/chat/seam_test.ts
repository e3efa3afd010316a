import assert from "node:assert/strict";
import { SEAM, seamOffset } from "../../../server/chat/seam.ts";

const BEFORE =
  "It was a bright cold day in April, and the clocks were striking thirteen when he came";

const CASES: [what: string, beginning: string, offset: number][] = [
  ["goes on", " home through the garden, and shut the door behind himself.", BEFORE.length],
  ["starts over", BEFORE.slice(0, SEAM) + " and so on", 0],
  ["repeats its last words", "thirteen when he came home to us", BEFORE.indexOf("thirteen")],
  [
    "repeats more than is looked at",
    BEFORE.slice(20) + " home",
    20,
  ],
  ["is too short to tell", " home.", BEFORE.length],
  ["shares a few letters by chance", "came", BEFORE.length],
];
for (const [what, beginning, offset] of CASES) {
  Deno.test(`seamOffset() finds where a continuation belongs that ${what}`, () => {
    assert.equal(seamOffset(BEFORE, beginning), offset);
  });
}
