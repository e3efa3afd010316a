/** Arbitrary journals that keep every rule: what fast-check draws is a script, played by the book. */
import fc from "fast-check";
import type { Draft, Row, Settings } from "../../server/journal/rows.ts";

/** One thing that may happen in a conversation. `pick` chooses among what is there. */
type Step =
  | { do: "prompt"; pick: number; text: string }
  | { do: "retry" | "continue"; pick: number }
  | { do: "token" | "thinking"; pick: number; text: string; back: number }
  | { do: "ai"; pick: number; reason: "stop" | "length" | "stopped" }
  | { do: "error"; pick: number; code: "interrupted" | "restarted" | "timeout" }
  | { do: "title"; text: string }
  | { do: "settings"; change: Settings }
  | { do: "switch"; pick: number }
  | { do: "delete" | "restore" };

/** Text as it comes from people and models, with code points that are cut in two. */
export const chatText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: "grapheme", maxLength: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom("👩‍👩‍👧", "\ud83d", "\ude00", "a\u0301", "\0", "\n\n", " ") },
);

/** What someone may call a conversation. */
const titleText = chatText.map((text) => text.trim() || "A title");

const pick = fc.nat({ max: 1000 });

const settings: fc.Arbitrary<Settings> = fc.record({
  model: fc.constantFrom("m1", "m2", null),
  system: fc.option(chatText),
  temperature: fc.option(fc.double({ min: 0, max: 2, noNaN: true })),
  seed: fc.option(fc.nat()),
  think: fc.option(fc.boolean()),
}, { requiredKeys: [] });

const deletion: fc.Arbitrary<Step> = fc.record({ do: fc.constantFrom("delete", "restore") });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant("prompt"), pick, text: chatText }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("retry", "continue"), pick }) },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constantFrom("token", "token", "token", "thinking"),
      pick,
      text: chatText,
      back: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.nat({ max: 5 })),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("ai"),
      pick,
      reason: fc.constantFrom("stop", "length", "stopped"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("error"),
      pick,
      code: fc.constantFrom("interrupted", "restarted", "timeout"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("title"), text: titleText }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("settings"), change: settings }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("switch"), pick }) },
);

interface Options {
  /** @default {60} */
  maxLength?: number;
  /** Whether it may be deleted, and brought back. @default {true} */
  deletes?: boolean;
}

/** What may be appended to one conversation, in this order. */
export function drafts({ maxLength = 60, deletes = true }: Options = {}): fc.Arbitrary<Draft[]> {
  const any = deletes
    ? fc.oneof({ weight: 20, arbitrary: step }, { weight: 1, arbitrary: deletion })
    : step;
  return fc.array(any, { maxLength, size: "max" }).map(play);
}

/** A whole journal of the conversation `c`. */
export function rows(options?: Options): fc.Arbitrary<Row[]> {
  return drafts(options).map(placed);
}

/** Drafts as the rows of the conversation `c`. */
export function placed(all: readonly Draft[]): Row[] {
  return all.map((draft, index) => ({
    ...draft,
    conversation: "c",
    seq: index + 1,
    time: 1000 + index,
  }));
}

interface Answer {
  id: string;
  parent: string;
  text: string;
  thinking: string;
}

function play(steps: Step[]): Draft[] {
  const all: Draft[] = [];
  const users: string[] = [];
  const running: Answer[] = [];
  const ended: Answer[] = [];
  let ids = 0;
  let isDeleted = false;

  function typing(parent: string, { request, of }: { request: string; of?: Answer }): Draft {
    const id = `answer-${++ids}`;
    running.push({ id, parent, text: of?.text ?? "", thinking: "" });
    const continues = of && { continues: of.id };
    return { type: "typing", id, parent, request, model: "m1", message: "…", ...continues };
  }

  function write(answer: Answer, { type, text, back }: {
    type: "token" | "thinking";
    text: string;
    back: number;
  }): Draft {
    const part = type === "token" ? "text" : "thinking";
    const offset = Math.max(0, answer[part].length - back);
    answer[part] = answer[part].slice(0, offset) + text;
    return { type, id: answer.id, offset, message: text };
  }

  function end(answer: Answer): Answer & { thinking?: string } {
    running.splice(running.indexOf(answer), 1);
    ended.push(answer);
    return answer;
  }

  for (const now of steps) {
    // What is deleted can be brought back, and nothing else.
    if (isDeleted && now.do !== "restore") continue;
    switch (now.do) {
      case "prompt": {
        const id = `prompt-${++ids}`;
        const parent = [null, ...ended.map(({ id }) => id)][now.pick % (ended.length + 1)];
        users.push(id);
        all.push({ type: "user", id, parent, message: now.text }, typing(id, { request: id }));
        break;
      }
      case "retry":
        if (users.length === 0) break;
        all.push(typing(users[now.pick % users.length], { request: `request-${++ids}` }));
        break;
      case "continue": {
        if (ended.length === 0) break;
        const of = ended[now.pick % ended.length];
        all.push(typing(of.parent, { request: `request-${++ids}`, of }));
        break;
      }
      case "token":
      case "thinking":
        if (running.length === 0) break;
        all.push(write(running[now.pick % running.length], { type: now.do, ...now }));
        break;
      case "ai": {
        if (running.length === 0) break;
        const { id, text, thinking } = end(running[now.pick % running.length]);
        all.push({ type: "ai", id, reason: now.reason, message: text, thinking });
        break;
      }
      case "error": {
        if (running.length === 0) break;
        const { id, text, thinking } = end(running[now.pick % running.length]);
        all.push({ type: "error", id, code: now.code, message: "It failed.", text, thinking });
        break;
      }
      case "title":
        all.push({ type: "title", message: now.text });
        break;
      case "settings":
        all.push({ type: "settings", ...now.change });
        break;
      case "switch": {
        const shown = [...ended, ...running].map(({ id }) => id);
        if (shown.length > 0) all.push({ type: "head", id: shown[now.pick % shown.length] });
        break;
      }
      case "delete":
        for (const { id, text, thinking } of [...running].map(end)) {
          all.push({ type: "ai", id, reason: "stopped", message: text, thinking });
        }
        all.push({ type: "deleted" });
        isDeleted = true;
        break;
      case "restore":
        if (isDeleted) all.push({ type: "restored" });
        isDeleted = false;
    }
  }
  return all;
}
