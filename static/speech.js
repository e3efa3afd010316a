/**
 * What a screen reader is told: an answer sentence by sentence as it grows, its end, and whatever
 * else happens that an eye would notice.
 *
 * @import { Message } from "./fold.js"
 * @import { State } from "./state.js"
 */
import { effect, signal } from "@preact/signals-core";
import { wholeSentences } from "./sentences.js";
import { isUnfinished } from "./unfinished.js";

/** @typedef {{ id: number, text: string }} Line */

const MOST_LINES = 8;

/** @param {{ state: State }} options */
export function createSpeech({ state }) {
  const lines = signal(/** @type {readonly Line[]} */ ([]));
  /** @type {Map<string, number>} answer id → how much of its text was said; Infinity: all of it */
  const said = new Map();
  let conversation = "";
  let isCaughtUp = false;
  let spoken = 0;
  let noticed = 0;
  let wasOnline = false;

  /** @param {string} text */
  function say(text) {
    if (text.trim() === "") return;
    lines.value = [...lines.peek(), { id: ++spoken, text }].slice(-MOST_LINES);
  }

  /** @param {Message} answer */
  function follow(answer) {
    const { id, text, reason, error } = answer;
    const from = said.get(id) ?? 0;
    if (from === Infinity) return;
    const isEnded = !isUnfinished(answer);
    const sentences = wholeSentences(text, { from, isEnded });
    say(text.slice(from, sentences));
    said.set(id, isEnded ? Infinity : sentences);
    if (reason === "stopped") say("Stopped.");
    if (error) say(`Error: ${error.message}`);
  }

  const endings = [
    effect(() => {
      const { id, messages } = state.conversation.value;
      const answers = [...messages.values()].filter(({ role }) => role === "ai");
      if (id === conversation && isCaughtUp) answers.forEach(follow);
      else {
        said.clear();
        for (const answer of answers) {
          said.set(answer.id, isUnfinished(answer) ? answer.text.length : Infinity);
        }
      }
      conversation = id;
      isCaughtUp = state.isOpened.value;
    }),
    effect(() => {
      for (const { id, text } of state.notices.value) if (id > noticed) say(text);
      noticed = state.notices.value.at(-1)?.id ?? noticed;
    }),
    effect(() => {
      const removed = state.removed.value;
      if (removed) say(`Deleted: ${removed.title}. This can be undone for ten seconds.`);
    }),
    effect(() => {
      const isOnline = state.line.value === "open";
      if (wasOnline && !isOnline) say("Disconnected.");
      if (!wasOnline && isOnline && state.isAgain.peek()) say("Connected.");
      wasOnline = isOnline;
    }),
  ];

  return {
    lines,
    stop: () => endings.forEach((end) => end()),
  };
}
