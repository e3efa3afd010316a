import assert from "node:assert/strict";
import { emptyConversation, fold } from "../../../static/fold.js";
import { branch } from "../../../static/branches.js";
import type { Outcome } from "../../../server/transfer/outcome.ts";
import { derivedId } from "../../../server/transfer/derived_id.ts";
import { createParleyReader } from "../../../server/transfer/read_parley.ts";
import { createImportReader } from "../../../server/transfer/read_import.ts";
import { splitLines, splitValues } from "../../../server/transfer/split_json.ts";
import { chatgptExport, openWebuiExport } from "../../support/foreign_exports.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function read(value: unknown): Outcome[] {
  const reader = createImportReader();
  return [...reader.push(bytes(JSON.stringify(value))), ...reader.end()];
}

/** The one conversation of a file, folded. */
function conversationIn(value: unknown) {
  const [outcome] = read(value);
  if (!("incoming" in outcome)) throw new Error(JSON.stringify(outcome));
  return fold(emptyConversation(outcome.incoming.conversation), outcome.incoming.rows);
}

Deno.test("createImportReader() keeps the branches of ChatGPT, and joins what tools stood between", () => {
  const folded = conversationIn(chatgptExport);
  assert.equal(folded.title, "Regex help");
  assert.equal(folded.model, "");
  assert.deepEqual(branch(folded).map(({ role, text }) => [role, text]), [
    ["user", "[file]\n\nWhat is this?"],
    ["ai", "A regular expression."],
    ["user", "Thanks."],
    ["ai", ""],
    ["user", "Are you there?"],
    ["ai", ""],
  ]);
  const [, answer] = branch(folded);
  assert.deepEqual([answer.model, answer.thinking], ["gpt-4o", "Looking\n\nIt is a regex."]);
  const other = [...folded.messages.values()].find(({ text }) => text === "A picture.");
  assert.equal(other?.parent, answer.parent);
  assert.deepEqual(conversationIn(chatgptExport[0]), folded);
});

Deno.test("createImportReader() keeps the branches, system prompt and reasoning of Open WebUI", () => {
  const folded = conversationIn(openWebuiExport);
  assert.deepEqual(folded.settings, { system: "You know harbours." });
  assert.deepEqual(branch(folded).map(({ role, text, thinking }) => [role, text, thinking]), [
    ["user", "Which harbour is the largest?", ""],
    ["ai", "Rotterdam.", "It is in\nthe Netherlands."],
    ["user", "Are you sure?", ""],
    ["ai", "", ""],
  ]);
  assert.equal([...folded.messages.values()].filter(({ role }) => role === "ai").length, 3);
  const { chat } = openWebuiExport[0];
  assert.equal(conversationIn([chat]).title, "Harbours of Europe");
});

Deno.test("createImportReader() names what is wrong with each conversation of a list", () => {
  const empty = { ...openWebuiExport[0], chat: { history: { messages: {} } } };
  const outcomes = read([1, { a: 1 }, empty, ...chatgptExport]);
  assert.deepEqual(
    outcomes.map((outcome) => "failure" in outcome ? [outcome.at, outcome.failure] : "taken"),
    [
      [{ conversation: 1 }, "It is no conversation of Parley, ChatGPT or Open WebUI."],
      [{ conversation: 2 }, "It is no conversation of Parley, ChatGPT or Open WebUI."],
      [{ conversation: 3 }, "There is nothing in it."],
      "taken",
    ],
  );
});

Deno.test("createImportReader() bears messages that hang on nothing, or on themselves", () => {
  const message = (id: string, parentId: string | null, role = "user") => ({
    [id]: { id, parentId, role, content: id },
  });
  const messages = {
    ...message("lost", "nowhere"),
    ...message("greeting", null, "assistant"),
    ...message("a", "b"),
    ...message("b", "a"),
  };
  const folded = conversationIn([{ id: "x", title: "", chat: { history: { messages } } }]);
  assert.deepEqual(
    [...folded.messages.values()].map(({ role, text }) => [role, text]),
    [["user", "lost"], ["user", "…"], ["ai", "greeting"], ["ai", ""]],
  );
});

Deno.test("createParleyReader() holds no more of a conversation than it may, and takes the next", () => {
  const reader = createParleyReader({ maxChars: 1000 });
  const lines = ["long", "short"].flatMap((name) => {
    const conversation = derivedId(name);
    const rows = Array.from({ length: name === "long" ? 50 : 2 }, (_, n) => ({
      type: "user",
      id: derivedId(String(n)),
      parent: null,
      message: "Hello?",
      conversation,
      seq: n + 1,
      time: 1,
    }));
    return [...rows, { type: "conversation", conversation, last: rows.length }];
  });
  const outcomes = lines.flatMap((line, at) =>
    reader.read({ number: at + 1, text: JSON.stringify(line) })
  );
  assert.equal(outcomes.length, 2);
  assert.match("failure" in outcomes[0] ? outcomes[0].failure : "", /too long/);
  assert.ok("incoming" in outcomes[1]);
});

Deno.test("splitValues() and splitLines() let go of what is too long, and go on after it", () => {
  const long = "x".repeat(100);
  const values = splitValues({ maxBytes: 50 });
  const found = [...values.push(bytes(`[1, "${long}", {"a":[1,2]} ]`)), ...values.end()];
  assert.deepEqual(found.map(({ number, text }) => [number, text?.trim()]), [
    [1, "1"],
    [2, undefined],
    [3, '{"a":[1,2]}'],
  ]);
  const lines = splitLines({ maxBytes: 50 });
  assert.deepEqual([...lines.push(bytes(`1\n\n${long}\n2`)), ...lines.end()], [
    { number: 1, text: "1" },
    { number: 3, text: undefined },
    { number: 4, text: "2" },
  ]);
});
