import assert from "node:assert/strict";
import fc from "fast-check";
import { findingsInRows } from "../../../server/journal/invariants.ts";
import { type Draft, endsAnswer, isWrite, type Row } from "../../../server/journal/rows.ts";
import { placed, rows } from "../../support/row_arbitrary.ts";
import { ai, failed, token, typing, user } from "./drafts.ts";

function unendedIn(all: readonly Row[]): Set<string> {
  const begun = all.filter((row) => row.type === "typing").map(({ id }) => id);
  return new Set(begun).difference(new Set(all.filter(endsAnswer).map(({ id }) => id)));
}

Deno.test("findingsInRows() finds nothing in what was written by the rules", () => {
  fc.assert(fc.property(rows(), fc.array(fc.boolean()), (all, picks) => {
    const unended = unendedIn(all);
    assert.deepEqual(findingsInRows(all, { unended }), []);
    const compacted = all.filter((row, index) =>
      !isWrite(row) || unended.has(row.id) || picks[index]
    );
    assert.deepEqual(findingsInRows(compacted, { unended }), []);
  }));
});

const begun = [user("u"), typing("a")];
const wrong: [string, Draft[], { rule: string; at?: number[]; unended?: string[] }][] = [
  ["a row that is there twice", [user("u"), user("v")], { rule: "seq", at: [1, 1] }],
  ["a row before its time", [user("u"), user("v")], { rule: "seq", at: [2, 1] }],
  ["a first row that is missing", [user("u")], { rule: "seq", at: [2] }],
  ["a row that is missing", [user("u"), user("v")], { rule: "seq", at: [1, 3] }],
  ["a write that is missing from a running answer", [...begun, token("a"), token("a")], {
    rule: "seq",
    at: [1, 2, 3, 5],
    unended: ["a"],
  }],
  ["a row that is missing after an answer's end", [...begun, ai("a"), user("v")], {
    rule: "seq",
    at: [1, 2, 3, 5],
  }],
  ["a prompt that is there twice", [user("u"), user("u")], { rule: "id" }],
  ["an answer's id that was a request's", [user("u"), typing("a", { request: "a" }), ai("a")], {
    rule: "id",
  }],
  ["a parent that is not there", [user("u", { parent: "x" })], { rule: "parent" }],
  ["a parent that comes later", [user("u", { parent: "v" }), user("v")], { rule: "parent" }],
  ["a branch that is not there", [user("u"), { type: "head", id: "x" }], { rule: "parent" }],
  ["an answer that goes on from none", [user("u"), { ...typing("a"), continues: "x" }, ai("a")], {
    rule: "parent",
  }],
  ["a write of no answer", [user("u"), token("a")], { rule: "answer" }],
  ["a write after the end", [...begun, ai("a"), token("a")], { rule: "answer" }],
  ["a second end", [...begun, ai("a"), failed("a")], { rule: "answer" }],
  ["an answer without an end", begun, { rule: "end" }],
  ["an ended answer that is said to run", [...begun, ai("a")], { rule: "end", unended: ["a"] }],
  ["an answer that is said to run and never began", [user("u")], { rule: "end", unended: ["a"] }],
  ["an answer that goes on from one that still runs", [
    ...begun,
    token("a"),
    { ...typing("b", { request: "x" }), continues: "a" },
    ai("a"),
  ], { rule: "compaction", unended: ["b"] }],
  ["text that is left out", [...begun, token("a"), token("a", { offset: 3 }), ai("a")], {
    rule: "offset",
  }],
  ["text that is left out at the beginning", [...begun, token("a", { offset: 1 })], {
    rule: "offset",
    unended: ["a"],
  }],
];
for (const [what, drafts, { rule, at, unended }] of wrong) {
  Deno.test(`findingsInRows() finds ${what}`, () => {
    const all = placed(drafts).map((row, index) => ({ ...row, seq: at?.[index] ?? row.seq }));
    const findings = findingsInRows(all, { unended: new Set(unended) });
    assert.ok(findings.some((finding) => finding.rule === rule), JSON.stringify(findings));
    for (const { message } of findings) assert.match(message, /^[A-Z].*\.$/);
  });
}

Deno.test("findingsInRows() says that rows cannot be folded", () => {
  const row = Object.defineProperty(placed([user("u")])[0], "message", {
    get() {
      throw new Error("no such luck");
    },
  });
  const [{ rule, message }] = findingsInRows([row]);
  assert.deepEqual([rule, message], ["fold", "The rows cannot be folded: Error: no such luck."]);
});
