import assert from "node:assert/strict";
import fc from "fast-check";
import { emptyConversation, fold } from "../../../static/fold.js";
import {
  findingsInAccepted,
  findingsInAnswers,
  findingsInFolds,
  findingsInLiveRows,
} from "../../support/invariants.ts";
import { placed, rows } from "../../support/row_arbitrary.ts";
import { ai, token, typing, user } from "./drafts.ts";

const all = placed([user("u"), typing("a"), token("a"), ai("a"), typing("b", { request: "x" })]);
const folded = fold(emptyConversation("c"), all);

function messages(findings: { message: string }[]): string[] {
  return findings.map(({ message }) => message);
}

Deno.test("findingsInLiveRows() finds a hole and a repetition", () => {
  assert.deepEqual(findingsInLiveRows(all), []);
  assert.deepEqual(findingsInLiveRows(all.slice(2), { since: 2 }), []);
  assert.deepEqual(messages(findingsInLiveRows(all.slice(2))), ["Row 3 was heard after row 0."]);
  assert.deepEqual(messages(findingsInLiveRows(all.toSpliced(2, 1))), [
    "Row 4 was heard after row 2.",
  ]);
  assert.deepEqual(messages(findingsInLiveRows(all.toSpliced(2, 0, all[1]))), [
    "Row 2 was heard after row 2.",
  ]);
});

Deno.test("findingsInAccepted() finds what was lost, doubled or answered twice", () => {
  assert.deepEqual(findingsInAccepted(all, new Map([["u", "a"], ["x", "b"]])), []);
  assert.equal(findingsInAccepted(all, new Map([["v", "z"]])).length, 2);
  assert.equal(findingsInAccepted(all, new Map([["u", "b"]])).length, 1);
  assert.equal(findingsInAccepted([...all, all[0]], new Map([["u", "a"]])).length, 1);
});

Deno.test("findingsInAnswers() finds text that Ollama did not send, or not all of it", () => {
  const sent = (text: string) => messages(findingsInAnswers(folded, new Map([["a", text]])));
  assert.deepEqual(sent("Hi"), []);
  assert.deepEqual(sent("Hi there"), ["The answer a ended, but 2 of 8 are there."]);
  assert.deepEqual(sent("Ho"), [
    "The answer a is not how Ollama's begins, from character 1 on.",
  ]);
  assert.deepEqual(findingsInAnswers(folded, new Map([["b", "any"], ["unknown", "x"]])), []);
});

Deno.test("findingsInFolds() finds nothing in a client that heard every row", () => {
  fc.assert(fc.property(rows(), fc.nat(), (all, pick) => {
    const cut = pick % (all.length + 1);
    const half = fold(emptyConversation("c"), all.slice(0, cut));
    const clients = new Map([["tab 1", fold(half, all)]]);
    assert.deepEqual(findingsInFolds(all, clients), []);
  }));
});

Deno.test("findingsInFolds() finds each thing that a client shows wrong", () => {
  const late = fold(emptyConversation("c"), all.slice(0, 3));
  assert.deepEqual(messages(findingsInFolds(all, new Map([["tab 1", folded], ["tab 2", late]]))), [
    ...["last", "head", "the message a", "the message b", "the order of messages"]
      .map((what) => `tab 2 does not show ${what} as it is.`),
  ]);
});
