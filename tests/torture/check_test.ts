/** The torture's own checks must find what they are for. */
import assert from "node:assert/strict";
import type { Row } from "../../server/journal/rows.ts";
import { emptyConversation, fold } from "../../static/fold.js";
import { ai, token, typing, user } from "../server/journal/drafts.ts";
import { placed } from "../support/row_arbitrary.ts";
import { findingsInUpstream } from "./check_answers.ts";
import { findingsInWrites } from "./check_writes.ts";
import { mark, type Upstream } from "./ollama.ts";
import { findingsInResources, type Resources } from "./resources.ts";

const text = `${mark("text", 1)}so on`;
const asked = user("u", { message: "What?" });
const rows = placed([
  asked,
  typing("a"),
  token("a", { message: text.slice(0, 5) }),
  token("a", { offset: 5, message: text.slice(5) }),
  { ...ai("a"), message: text },
]);
const folded = fold(emptyConversation("c"), rows);

function upstream(number: number, changes: Partial<Upstream> = {}): Upstream {
  const messages = [{ role: "user", content: "What?" }];
  return {
    number,
    life: 1,
    messages,
    question: "What?",
    text,
    thinking: "",
    end: "stop",
    ...changes,
  };
}

const inUpstream = (...requests: Upstream[]) =>
  findingsInUpstream(folded, requests, { life: 1 }).map(({ rule }) => rule);

Deno.test("findingsInUpstream() finds nothing where each answer was asked for once", () => {
  assert.deepEqual(inUpstream(upstream(1)), []);
});

Deno.test("findingsInUpstream() finds a request that was made in vain", () => {
  assert.deepEqual(inUpstream(upstream(1), upstream(2)), ["upstream"]);
});

Deno.test("findingsInUpstream() takes one more where Ollama was busy, or the history too long", () => {
  for (const end of ["busy", "context"] as const) {
    assert.deepEqual(inUpstream(upstream(1), upstream(2, { end, text: "" })), []);
  }
});

Deno.test("findingsInUpstream() finds an answer with another history, and one cut short", () => {
  assert.deepEqual(inUpstream(upstream(1, { messages: [] })), ["sent"]);
  assert.deepEqual(inUpstream(upstream(1, { text: `${text} and on` })), ["sent"]);
  assert.deepEqual(inUpstream(upstream(1, { end: "cut" })), ["sent"]);
});

Deno.test("findingsInWrites() finds text that was written over or left out", () => {
  const found = (all: readonly Row[]) =>
    findingsInWrites(folded, all.map((row) => ({ row, by: "tab", isLive: true })))
      .map(({ rule }) => rule);
  const at = (offset: number) =>
    rows.map((row) => row.type === "token" && row.offset > 0 ? { ...row, offset } : row);
  assert.deepEqual(found(rows), []);
  assert.ok(found(at(4)).includes("offset"));
  assert.ok(found(at(6)).includes("offset"));
});

Deno.test("findingsInResources() finds what there is more of than before, beyond what may be", () => {
  const before: Resources = { files: 30, memory: 100, sockets: 6, answers: 0, work: 0 };
  const found = (more: Partial<Resources>) =>
    findingsInResources(before, { ...before, ...more }).map(({ message }) => message);
  assert.deepEqual(found({ files: 34, memory: 120, work: 50 }), []);
  assert.deepEqual(found({ sockets: 7 }), ["Of sockets there are 7, after 6."]);
  assert.deepEqual(found({ files: 60, answers: 1 }), [
    "Of files there are 60, after 30.",
    "Of answers there are 1, after 0.",
  ]);
});
