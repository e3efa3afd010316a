/**
 * What each answer that is not finished is doing, and since when by the page's own clock.
 *
 * @import { ServerFrame } from "../server/socket/protocol.ts"
 * @import { Row } from "../server/journal/rows.ts"
 * @import { Clock } from "./clock.js"
 * @import { Conversation } from "./fold.js"
 * @import { State } from "./state.js"
 */
import { isUnfinished } from "./unfinished.js";

/**
 * @param {object} options
 * @param {State} options.state
 * @param {Clock} options.clock
 * @param {() => number} options.now milliseconds since 1970
 */
export function createPhases({ state, clock, now }) {
  /** How far the server's clock is ahead of ours, as far as its newest rows tell. */
  let ahead = 0;

  return {
    /** @param {Extract<ServerFrame, { type: "phase" }>} frame */
    take({ id, phase, position, since }) {
      const known = state.doing.value.get(id);
      const elapsed = Math.max(0, now() + ahead - since);
      const started = known && known.phase === phase ? known.started : clock.now() - elapsed;
      state.doing.value = new Map(state.doing.value).set(id, { phase, position, started });
    },

    /**
     * Learns from a live row what time it is at the server.
     * @param {Row} row
     */
    compareClocks(row) {
      ahead = Math.max(ahead, row.time - now());
    },

    /**
     * Forgets answers that have ended.
     * @param {Conversation} conversation
     */
    tidy({ messages }) {
      const left = [...state.doing.value].filter(([id]) => {
        const answer = messages.get(id);
        return !answer || isUnfinished(answer);
      });
      if (left.length < state.doing.value.size) state.doing.value = new Map(left);
    },

    /** Nothing is known any more. */
    clear() {
      state.doing.value = new Map();
      ahead = 0;
    },
  };
}
