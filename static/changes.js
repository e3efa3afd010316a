/**
 * Changes on their way to the server: each is named, so that it is known which one was stored and
 * which one was not.
 *
 * @import { ClientFrame, ServerFrame } from "../server/socket/protocol.ts"
 */
import { makeId } from "./id.js";

/** @typedef {ClientFrame<"settings" | "rename" | "delete" | "restore">} ChangeFrame */
/** @typedef {Extract<ServerFrame, { type: "refused" }>} Refused */

/**
 * How a change fares; one of these is called, once.
 * @typedef {object} Fate
 * @property {() => void} [onDone] it is stored
 * @property {(refused: Pick<Refused, "message"> & Partial<Refused>) => void} onRefused it is not; the
 *   line may not even have taken it
 * @property {() => void} [onLost] nobody will say
 */

const AWAY = "This needs a connection. Try again when the line is back.";

/** @param {{ send: (frame: ClientFrame) => boolean }} options */
export function createChanges({ send }) {
  /** @type {Map<string, Fate>} */
  const awaited = new Map();
  /** @type {Map<string, ClientFrame<"stop">>} by answer: a line may be lost with what it took */
  const stops = new Map();

  /** @param {string | undefined} id */
  function claim(id) {
    const fate = awaited.get(id ?? "");
    if (fate) awaited.delete(id ?? "");
    return fate;
  }

  return {
    /**
     * @param {ChangeFrame} frame
     * @param {Fate} fate
     * @returns {boolean} whether the line took it
     */
    send(frame, fate) {
      const id = makeId();
      const isSent = send({ ...frame, id });
      if (isSent) awaited.set(id, fate);
      else fate.onRefused({ message: AWAY });
      return isSent;
    },

    /** @param {Extract<ServerFrame, { type: "done" }>} frame */
    done: ({ id }) => claim(id)?.onDone?.(),

    /**
     * @param {Refused} refused
     * @returns {boolean} whether it was about one of these
     */
    refused(refused) {
      const fate = claim(refused.id);
      fate?.onRefused(refused);
      return fate !== undefined;
    },

    /**
     * Stops an answer, which does so once, however often it is told.
     * @param {ClientFrame<"stop">} frame
     * @returns {boolean} whether the line took it; the next one is told again
     */
    stop(frame) {
      stops.set(frame.id, frame);
      return send(frame);
    },

    /** After `hello`. */
    resume() {
      stops.forEach((frame) => send(frame));
      stops.clear();
    },

    /** The line is gone. */
    lose() {
      const fates = [...awaited.values()];
      awaited.clear();
      for (const { onLost } of fates) onLost?.();
    },
  };
}
