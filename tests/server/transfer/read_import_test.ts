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

const uuid = (name: string) => derivedId(name);
const asked = (id: string, parent: string | null = null) => ({
  ...{ type: "user", id: uuid(id), parent: parent && uuid(parent), message: "Hello?" },
});
const answered = (id: string, parent: string, continues?: string) => [
  {
    ...{ type: "typing", id: uuid(id), parent: uuid(parent), request: uuid(`for ${id}`) },
    ...{ model: "m", message: "…", ...(continues ? { continues: uuid(continues) } : {}) },
  },
  { type: "ai", id: uuid(id), reason: "stop", message: "Hello." },
];
const turn = [asked("u"), ...answered("a", "u")];

/** What comes of a file with these conversations. */
function readLines(...conversations: object[][]) {
  const lines = conversations.flatMap((drafts, index) => {
    const conversation = uuid(`conversation ${index}`);
    const rows = drafts.map((draft, at) => ({ conversation, seq: at + 1, time: 1, ...draft }));
    const last = rows.at(-1)?.seq;
    return [...rows, { type: "conversation", conversation, last, title: "" }];
  });
  const file = [{ type: "parley", version: 1, exported: 1 }, ...lines, { type: "end" }];
  const reader = createImportReader();
  const text = file.map((line) => `${JSON.stringify(line)}\n`).join("");
  return [...reader.push(bytes(text)), ...reader.end()];
}

const settings = (chosen: object) => [...turn, { type: "settings", ...chosen }];
const picture = "a".repeat(64);

/** A conversation, and what is wrong with it. Its fourth row stands in line 5. */
const wrong: [what: string, rows: object[], line: number, message: RegExp][] = [
  ["a time that is no date", [...turn, { type: "title", message: "x", time: 9e15 }], 5, /^time: /],
  [
    "a place that leaves none for others",
    [...turn, {
      ...{ type: "title", message: "x", seq: Number.MAX_SAFE_INTEGER },
    }],
    5,
    /^seq: /,
  ],
  ["a model that cannot be one", settings({ model: "../etc" }), 5, /^model: /],
  ["less than one token", settings({ num_predict: -1 }), 5, /^num_predict: /],
  ["half a token", settings({ num_predict: 1.5 }), 5, /^num_predict: /],
  ["a heat that Ollama does not know", settings({ temperature: 3 }), 5, /^temperature: /],
  ["too long a system prompt", settings({ system: "x".repeat(32_001) }), 5, /^system: /],
  ["too long a title", [...turn, { type: "title", message: "x".repeat(201) }], 5, /^message: /],
  ["too many images", [{ ...asked("u"), images: Array(9).fill(picture) }], 2, /^images: /],
  ["an image that is none", [{ ...asked("u"), images: ["../x"] }], 2, /^images\.0: /],
  ["a question below a question", [...turn, asked("v", "u"), ...answered("b", "v")], 8, /Row 4 /],
  ["an answer to an answer", [...turn, ...answered("b", "a")], 7, /Row 4 /],
  ["a question without an answer", [...turn, asked("v", "a")], 6, /Row 4 /],
  ["a branch that ends with a question", [...turn, { type: "head", id: uuid("u") }], 6, /question/],
  ["an answer that goes on from a question", [...turn, ...answered("b", "u", "u")], 7, /Row 4 /],
  [
    "an answer that goes on from one to another question",
    [...turn, asked("v", "a"), ...answered("b", "v", "a")],
    8,
    /Row 5 /,
  ],
];
for (const [what, rows, line, message] of wrong) {
  Deno.test(`createImportReader() takes no conversation with ${what}, names its line, and takes the next`, () => {
    const [failed, taken, ...others] = readLines(rows, turn);
    assert.deepEqual(failed.at, { line });
    assert.match("failure" in failed ? failed.failure : "", message);
    assert.ok("incoming" in taken);
    assert.deepEqual(others, []);
  });
}

Deno.test("createImportReader() takes what a conversation may hold at most", () => {
  const [taken] = readLines([
    { ...asked("u"), images: Array(8).fill(picture) },
    ...answered("a", "u"),
    ...answered("b", "u", "a"),
    asked("v", "b"),
    ...answered("c", "v"),
    { type: "settings", model: "hf.co/x/y:Q4", num_predict: 1, system: "x".repeat(32_000) },
    { type: "settings", model: null, temperature: 2, top_p: 1, top_k: 0, seed: 0, think: null },
    { type: "title", message: "x".repeat(200), time: 8.64e15 },
    { type: "head", id: uuid("a") },
  ]);
  assert.ok("incoming" in taken, JSON.stringify(taken));
});

Deno.test("createImportReader() cuts a title of another program's that is too long, and bears its times", () => {
  const [chat] = openWebuiExport;
  const title = `${"x".repeat(198)}👩‍👩‍👧 and more`;
  const folded = conversationIn([{ ...chat, title, updated_at: 9e15, created_at: 9e15 }]);
  assert.equal(folded.title, `${"x".repeat(198)}…`);
  const late = [...folded.messages.values()].filter(({ time }) => !(time <= 8.64e15));
  assert.deepEqual(late, []);
  const [gpt] = chatgptExport;
  const [outcome] = read([{ ...gpt, title, create_time: 9e12, update_time: 9e12 }]);
  assert.ok("incoming" in outcome);
  assert.ok(outcome.incoming.rows.every(({ time }) => time <= 8.64e15));
});

Deno.test("createImportReader() takes no chat of another program's with too long a system prompt", () => {
  const [{ chat, ...around }] = openWebuiExport;
  const long = { ...around, chat: { ...chat, params: { system: "x".repeat(32_001) } } };
  const [failed, taken] = read([long, ...openWebuiExport]);
  assert.deepEqual(failed.at, { conversation: 1 });
  assert.match("failure" in failed ? failed.failure : "", /^system: /);
  assert.ok("incoming" in taken);
});

Deno.test("createParleyReader() holds no more of a conversation than it may, and takes the next", () => {
  const reader = createParleyReader({ maxChars: 1000 });
  const lines = ["long", "short"].flatMap((name) => {
    const conversation = derivedId(name);
    const turns = Array.from({ length: name === "long" ? 50 : 1 }, (_, n) => [
      asked(`u${n}`),
      ...answered(`a${n}`, `u${n}`),
    ]);
    const rows = turns.flat().map((draft, at) => ({
      ...draft,
      conversation,
      seq: at + 1,
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
