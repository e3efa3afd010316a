/** What a person in front of a tab might do next. */
import type { Conversation, Message } from "../../static/fold.js";
import type { Tab } from "./client.ts";
import type { Random } from "./random.ts";
import type { Witness } from "./witness.ts";

interface Situation {
  tab: Tab;
  shown: Conversation;
  random: Random;
  witness: Witness;
}

/** Does something, or finds that there is nothing to do it to. */
type Verb = (situation: Situation) => boolean;

/** So many answers of a conversation may wait before someone gets impatient. */
const CROWD = 4;

const VERBS = {
  prompt: ({ tab, random }) => request(tab, { type: "prompt", ...asking(tab, random) }),

  /** Asks the same question in other words. */
  edit: ({ tab, shown, random }) =>
    on(
      questions(shown),
      random,
      ({ parent }) => request(tab, { type: "prompt", ...asking(tab, random), parent }),
    ),

  retry: ({ tab, shown, random }) =>
    on(
      questions(shown),
      random,
      ({ id: of }) =>
        request(tab, { type: "retry", conversation: tab.conversation, id: random.id(), of }),
    ),

  continue: ({ tab, shown, random }) =>
    on(
      answers(shown).filter(wasCut),
      random,
      ({ id: of }) =>
        request(tab, { type: "continue", conversation: tab.conversation, id: random.id(), of }),
    ),

  stop: ({ tab, shown, random }) =>
    on(
      answers(shown).filter(isPending),
      random,
      ({ id }) => tab.send({ type: "stop", conversation: tab.conversation, id }),
    ),

  switch: ({ tab, shown, random }) =>
    on(
      [...shown.messages.values()],
      random,
      ({ id }) => tab.send({ type: "switch", conversation: tab.conversation, id }),
    ),

  rename: ({ tab, shown, random }) =>
    shown.last > 0 &&
    tab.send({
      type: "rename",
      conversation: tab.conversation,
      message: `Named ${random.int(1, 999)} by ${tab.name}`,
    }),

  settings: ({ tab, shown, random }) =>
    shown.last > 0 &&
    tab.send({
      type: "settings",
      conversation: tab.conversation,
      temperature: random.chance(0.2) ? null : random.int(0, 20) / 10,
      ...(random.chance(0.3) ? { system: `Be brief, ${random.int(1, 999)} words at most.` } : {}),
    }),

  /** Someone sees to it that it is taken back in time. */
  delete: ({ tab, shown, witness }) => {
    if (shown.last === 0 || !tab.send({ type: "delete", conversation: tab.conversation })) {
      return false;
    }
    witness.deleted.add(tab.conversation);
    return true;
  },

  /** Says again what was accepted long ago, as if the news of that had been lost. */
  again({ tab, random, witness }) {
    const done = [...witness.accepted.keys()].flatMap((id) => witness.asked.get(id) ?? [])
      .filter(({ conversation }) => conversation === tab.conversation);
    return done.length > 0 && tab.send(random.pick(done));
  },

  reopen({ tab }) {
    tab.reopen();
    return true;
  },

  reload({ tab }) {
    tab.reload();
    return true;
  },
} satisfies Record<string, Verb>;

export type VerbName = keyof typeof VERBS;

/** How often each is chosen. */
const WEIGHTS: Record<VerbName, number> = {
  prompt: 30,
  edit: 8,
  retry: 10,
  continue: 12,
  stop: 12,
  switch: 8,
  rename: 4,
  settings: 6,
  delete: 2,
  again: 8,
  reopen: 4,
  reload: 4,
};

const CHOICES = Object.entries(WEIGHTS).flatMap(([name, weight]) =>
  Array.from<typeof name>({ length: weight }).fill(name)
).filter((name): name is VerbName => name in VERBS);

/** Does one thing. @returns what was done */
export function act(tab: Tab, { random, witness }: Pick<Situation, "random" | "witness">): string {
  const shown = tab.look();
  if (shown.deleted) {
    tab.send({ type: "restore", conversation: tab.conversation });
    return "restore";
  }
  const isCrowded = answers(shown).filter(isPending).length + tab.unaccepted > CROWD;
  const chosen = isCrowded ? "stop" : random.pick(CHOICES);
  witness.note(`${tab.name} tries to ${chosen}`);
  const done = VERBS[chosen]({ tab, shown, random, witness });
  if (done || isCrowded) return chosen;
  VERBS.prompt({ tab, shown, random, witness });
  return "prompt";
}

function request(tab: Tab, frame: Parameters<Tab["request"]>[0]): true {
  tab.request(frame);
  return true;
}

/** No two messages are alike, so that each can be found again in what Ollama is sent. */
function asking(tab: Tab, random: Random) {
  const id = random.id();
  return { conversation: tab.conversation, id, message: `${tab.name} asks ${id.slice(0, 13)}?` };
}

function on(
  messages: Message[],
  random: Random,
  act: (message: Message) => boolean,
): boolean {
  return messages.length > 0 && act(random.pick(messages));
}

function questions({ messages }: Conversation): Message[] {
  return [...messages.values()].filter(({ role }) => role === "user");
}

export function answers({ messages }: Conversation): Message[] {
  return [...messages.values()].filter(({ role }) => role === "ai");
}

export function isPending({ state }: Message): boolean {
  return state === "waiting" || state === "running";
}

function wasCut({ state, reason, text }: Message): boolean {
  return text !== "" && (state === "failed" || reason === "length" || reason === "stopped");
}
