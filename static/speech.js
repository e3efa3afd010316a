/**
 * What a screen reader is told: an answer sentence by sentence as it grows, its end, and whatever
 * else happens that an eye would notice. It comes after the first paint, and what reads Markdown
 * with the first answer.
 *
 * @import { Signal } from "@preact/signals-core"
 * @import { Clock } from "./clock.js"
 * @import { Conversation, Message } from "./fold.js"
 * @import { Reading } from "./speech/reading.js"
 * @import { State } from "./state.js"
 */
import { effect } from "@preact/signals-core";
import { branch } from "./branches.js";
import { forgotten, forgottenWords } from "./forgotten.js";
import { createLazyLibrary } from "./lazy_library.js";
import { remarkOf } from "./remark_of.js";
import { createNews } from "./speech/news.js";
import { isUnfinished } from "./unfinished.js";

/** @typedef {{ id: number, text: string }} Line */

/**
 * How an answer is read aloud.
 * @typedef {object} Spoken
 * @property {string} skipped what was there before
 * @property {Reading} [reading]
 * @property {number} times in how many pieces it was said so far
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
  let gone = 0;

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
    const words = one.reading.take(answer.text, { isEnded });
    if (words.trim() !== "") one.times++;
    say(words);
    one.isOver = isEnded;
    if (!isEnded) return;
    if (answer.error) say(`Error: ${answer.error.message}`);
    // What came in one piece is over when it is.
    else say(remarkOf(answer) || (one.times > 1 ? "End of the answer." : ""));
    sayGone();
  }

  /** Says how much the model did not see any more, where that has changed. */
  function sayGone() {
    const former = gone;
    gone = goneFrom(state.conversation.peek());
    if (gone > 0 && gone !== former) say(`${forgottenWords(gone)}.`);
  }

  const endings = [
    effect(() => {
      const now = state.conversation.value;
      const { id, messages } = now;
      const isFollowed = id === conversation && isCaughtUp;
      if (!isFollowed) {
        spoken.clear();
        gone = goneFrom(now);
      }
      for (const answer of messages.values()) {
        if (answer.role !== "ai") continue;
        let one = spoken.get(answer.id);
        if (!one) {
          const before = isFollowed ? messages.get(answer.continues ?? "") : answer;
          const skipped = before?.text ?? "";
          spoken.set(
            answer.id,
            one = { skipped, times: 0, isOver: !isFollowed && !isUnfinished(answer) },
          );
        }
        if (isFollowed && !one.isOver) follow(answer, one);
      }
      conversation = id;
      isCaughtUp = state.isOpened.value;
    }),
    ...createNews({ state, say }),
  ];

  return { stop: () => endings.forEach((end) => end()) };
}

/** @param {Conversation} conversation how many messages its model does not see any more */
const goneFrom = (conversation) => forgotten(branch(conversation))?.count ?? 0;

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
