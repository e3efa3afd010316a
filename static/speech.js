/**
 * What a screen reader is told: an answer sentence by sentence as it grows, its end, and whatever
 * else happens that an eye would notice. It comes after the first paint, and what reads Markdown
 * with the first answer.
 *
 * @import { Signal } from "@preact/signals-core"
 * @import { Clock } from "./clock.js"
 * @import { Message } from "./fold.js"
 * @import { Reading } from "./speech/reading.js"
 * @import { State } from "./state.js"
 */
import { effect } from "@preact/signals-core";
import { createLazyLibrary } from "./lazy_library.js";
import { isUnfinished } from "./unfinished.js";

/** @typedef {{ id: number, text: string }} Line */

/**
 * How an answer is read aloud.
 * @typedef {object} Spoken
 * @property {string} skipped what was there before
 * @property {Reading} [reading]
 * @property {boolean} isOver
 */

/** @typedef {(skipped: string) => Reading} CreateReading */

/**
 * How long a line stays, in milliseconds: it is heard when it comes, and whoever goes through the
 * page would find it beside the answer itself.
 */
const STAY = 5_000;

const lazyReading = createLazyLibrary(
  async () => /** @type {CreateReading} */ ((await import("./speech/reading.js")).createReading),
  { isEarly: true },
);

/**
 * @param {object} options
 * @param {State} options.state
 * @param {Signal<readonly Line[]>} options.lines where it is put
 * @param {Clock} options.clock
 * @param {{ readonly value?: CreateReading, readonly isSettled: boolean }} [options.reading]
 * @returns {{ stop: () => void }}
 */
export function createSpeech({ state, lines, clock, reading = lazyReading }) {
  /** @type {Map<string, Spoken>} */
  const spoken = new Map();
  let conversation = "";
  let isCaughtUp = false;
  let count = 0;
  let noticed = 0;
  let wasOnline = false;

  /** @param {string} text */
  function say(text) {
    const words = inOneLine(text);
    if (words === "") return;
    const line = { id: ++count, text: words };
    lines.value = [...lines.peek(), line];
    clock.after(STAY, () => lines.value = lines.peek().filter((one) => one !== line));
  }

  /**
   * @param {Message} answer
   * @param {Spoken} one
   */
  function follow(answer, one) {
    const create = reading.value ?? (reading.isSettled ? createPlainReading : undefined);
    if (!create) return;
    const isEnded = !isUnfinished(answer);
    one.reading ??= create(one.skipped);
    say(one.reading.take(answer.text, { isEnded }));
    one.isOver = isEnded;
    if (answer.reason === "stopped") say("Stopped.");
    if (answer.error) say(`Error: ${answer.error.message}`);
  }

  const endings = [
    effect(() => {
      const { id, messages } = state.conversation.value;
      const isFollowed = id === conversation && isCaughtUp;
      if (!isFollowed) spoken.clear();
      for (const answer of messages.values()) {
        if (answer.role !== "ai") continue;
        let one = spoken.get(answer.id);
        if (!one) {
          const before = isFollowed ? messages.get(answer.continues ?? "") : answer;
          const skipped = before?.text ?? "";
          spoken.set(
            answer.id,
            one = { skipped, isOver: !isFollowed && !isUnfinished(answer) },
          );
        }
        if (isFollowed && !one.isOver) follow(answer, one);
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

  return { stop: () => endings.forEach((end) => end()) };
}

/**
 * Sayings that are heard together: between two of them the voice pauses.
 * @param {string} text
 */
function inOneLine(text) {
  const sayings = text.split("\n").map((one) => one.trim()).filter((one) => one !== "");
  return sayings.map((one, at) =>
    at < sayings.length - 1 && /[\p{L}\p{N})\]"'’”]$/u.test(one) ? `${one}.` : one
  ).join(" ");
}

/**
 * Where what reads Markdown cannot be had, an answer is said as it was written, at its end.
 * @type {CreateReading}
 */
function createPlainReading(skipped) {
  return { take: (text, { isEnded }) => isEnded ? text.slice(skipped.length) : "" };
}
