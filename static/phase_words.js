/**
 * What an answer that is not finished is doing, in plain words.
 *
 * @import { Phase } from "./protocol.js"
 */

/** @type {Record<Phase, (position?: number) => string>} */
const WORDS = {
  queued: (position) =>
    position === undefined
      ? "Waiting in the queue"
      : position <= 1
      ? "Waiting in the queue, next in line"
      : `Waiting in the queue, number ${position} in line`,
  loading: () => "Loading the model",
  busy: () => "Ollama is answering someone else",
  silent: () => "Ollama does not respond",
  reading: () => "Reading your message",
  thinking: () => "Thinking",
  writing: () => "Writing",
  unsaved: () => "This cannot be saved right now; it is tried again",
};

/** @param {{ phase: Phase, position?: number }} what */
export const phaseWords = ({ phase, position }) => WORDS[phase](position);
