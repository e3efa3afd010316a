/**
 * What is said besides answers: one short line for each change, of the conversation that is shown
 * and of the page.
 *
 * @import { Item } from "../outbox.js"
 * @import { State } from "../state.js"
 */
import { effect } from "@preact/signals-core";
import { phaseWords } from "../phase_words.js";

/** @typedef {(text: string) => void} Say */

/** Progress is said in so many steps. */
const QUARTERS = 4;

/**
 * @param {object} options
 * @param {State} options.state
 * @param {Say} options.say
 * @returns {(() => void)[]} what ends it
 */
export function createNews({ state, say }) {
  return [
    effect(phases({ state, say })),
    effect(loading({ state, say })),
    effect(requests({ state, say })),
    effect(hits({ state, say })),
    effect(() => {
      const removed = state.removed.value;
      if (removed) say(`Deleted: ${removed.title}. This can be undone for ten seconds.`);
    }),
    effect(line({ state, say })),
    told(say),
  ];
}

/** What a view has to say itself, such as that something was copied. @param {Say} say */
function told(say) {
  /** @param {Event} event */
  const hear = (event) => event instanceof CustomEvent && say(`${event.detail}.`);
  addEventListener("news", hear);
  return () => removeEventListener("news", hear);
}

/** @param {{ state: State, say: Say }} options */
function line({ state, say }) {
  let wasOnline = false;
  return () => {
    const isOnline = state.line.value === "open";
    if (wasOnline && !isOnline) say("Disconnected.");
    if (!wasOnline && isOnline && state.isAgain.peek()) say("Connected.");
    wasOnline = isOnline;
  };
}

/**
 * What unfinished answers do. That they are written is heard.
 * @param {{ state: State, say: Say }} options
 */
function phases({ state, say }) {
  /** @type {ReadonlyMap<string, string>} by answer */
  let known = new Map();
  return () => {
    const former = known;
    known = new Map(
      [...state.doing.value].map(([id, what]) => [
        id,
        what.phase === "writing" ? "" : `${phaseWords(what)}.`,
      ]),
    );
    for (const [id, words] of known) if (words !== former.get(id)) say(words);
  };
}

/**
 * Models on their way, and what the page itself had to say: that is how most of them end.
 * @param {{ state: State, say: Say }} options
 */
function loading({ state, say }) {
  /** @type {Map<string, number>} model → which quarter was said */
  const stages = new Map();
  let noticed = 0;
  return () => {
    const notices = state.notices.value.filter(({ id }) => id > noticed);
    noticed = notices.at(-1)?.id ?? noticed;
    const models = state.loading.value;
    for (const model of [...stages.keys()].filter((model) => !models.has(model))) {
      stages.delete(model);
      // Whoever chose it is told in a moment.
      if (notices.length === 0 && state.choosing.peek() !== model) {
        say(`Loading ${model} has ended.`);
      }
    }
    for (const { text } of notices) say(text);
    for (const [model, { status, percent = 0, message }] of models) {
      const isDown = status === "loading";
      const stage = isDown ? QUARTERS + 1 : Math.floor(percent / 100 * QUARTERS);
      const former = stages.get(model) ?? -1;
      if (stage <= former) continue;
      stages.set(model, stage);
      const isNew = isDown || former < 0;
      say(isNew ? `${message}.` : `${model}: ${stage * 100 / QUARTERS} percent.`);
    }
  };
}

/**
 * How requests fare that are not accepted yet.
 * @param {{ state: State, say: Say }} options
 */
function requests({ state, say }) {
  /** @type {ReadonlyMap<string, string> | undefined} */
  let known;
  return () => {
    const isOnline = state.line.value === "open";
    const shown = state.shown.value;
    const former = known;
    known = new Map(
      state.outbox.value.map((item) => [item.frame.id, fateWords(item, { isOnline })]),
    );
    for (const { frame: { id, conversation } } of state.outbox.value) {
      const words = known.get(id) ?? "";
      if (former && conversation === shown && words !== former.get(id)) say(words);
    }
  };
}

/**
 * @param {Item} item
 * @param {{ isOnline: boolean }} options
 */
function fateWords({ state, refusal }, { isOnline }) {
  if (state === "refused") return `This was not sent. ${refusal?.message}`;
  if (state !== "waiting") return "";
  if (!isOnline) return "Waiting to send.";
  return refusal ? `Waiting to send: ${refusal.message}` : "";
}

/**
 * What a search came to; that there is nothing is said where it is seen.
 * @param {{ state: State, say: Say }} options
 */
function hits({ state, say }) {
  let known = "";
  return () => {
    const { query = "", page } = state.found.value ?? {};
    if (query === known) return;
    known = query;
    const count = page?.conversations.length ?? 0;
    if (count > 0) {
      say(`${page?.next ? "More than " : ""}${count === 1 ? "1 hit" : `${count} hits`}.`);
    }
  };
}
