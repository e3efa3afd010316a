/** The answers that wait or run: begins them, stops them, and picks them up again after a crash. */
import type { Message } from "../../static/fold.js";
import { describe } from "../describe.ts";
import type { Journal } from "../journal/journal.ts";
import {
  type Course,
  generate,
  type GenerationOptions,
  RESTARTED,
  RESTARTING,
  STOPPED,
  type Wanted,
} from "./generation.ts";
import { storeEnd } from "./store_end.ts";

interface Running {
  wanted: Wanted;
  controller: AbortController;
  /** Resolves when its end is stored, or could not be at once. */
  settled: Promise<void>;
  /** Resolves when nothing is done for it any more. */
  ended: Promise<void>;
}

export type Answers = ReturnType<typeof createAnswers>;

export function createAnswers(
  { journal, onEnd = () => {}, ...options }: GenerationOptions & {
    journal: Journal;
    /** This answer neither waits nor runs any more. */
    onEnd?: (wanted: Wanted) => void;
  },
) {
  const { conversations, log } = options;
  const closing = new AbortController();
  const running = new Map<string, Running>();

  /** Makes an answer whose `typing` row is stored. It belongs to the server: nobody waits for it. */
  function begin(wanted: Wanted) {
    if (closing.signal.aborted) return; // The next start will begin it.
    keep(wanted, (course) => generate(wanted, { ...options, ...course }));
  }

  /** Counts an answer as running until what makes it is over. */
  function keep(wanted: Wanted, make: (course: Course) => Promise<void>) {
    if (closing.signal.aborted) return; // The next start takes it up.
    const controller = new AbortController();
    const { promise: settled, resolve: settle } = Promise.withResolvers<void>();
    const { signal } = controller;
    const made = () => make({ signal, closing: closing.signal, onUnsaved: settle });
    const ended = see(wanted, made).finally(settle);
    running.set(wanted.id, { wanted, controller, settled, ended });
  }

  async function see(wanted: Wanted, made: () => Promise<void>) {
    const { conversation, id } = wanted;
    try {
      await made();
      running.delete(id);
      // The end has the whole text, so the tokens that led to it are no longer needed.
      await journal.compact(conversation);
    } catch (error) {
      log.error("The journal failed an answer: {error}", {
        conversation,
        id,
        error: describe(error),
      });
    } finally {
      running.delete(id);
      conversations.endPhase(wanted);
      onEnd(wanted);
    }
  }

  /** Stops an owner's answer in this conversation; does nothing where no such one waits or runs. */
  function stop({ owner, conversation, id }: { owner: string; conversation: string; id: string }) {
    const found = running.get(id);
    if (found?.wanted.owner !== owner || found.wanted.conversation !== conversation) return;
    found.controller.abort(STOPPED);
  }

  /**
   * Stops all answers of a conversation; resolves when their ends are stored, or cannot be now.
   */
  async function stopAll(conversation: string) {
    const all = running.values().filter(({ wanted }) => wanted.conversation === conversation)
      .toArray();
    for (const { controller } of all) controller.abort(STOPPED);
    await Promise.all(all.map(({ settled }) => settled));
  }

  /** How many answers of a conversation wait or run. */
  function pending(conversation: string): number {
    return running.values().filter(({ wanted }) => wanted.conversation === conversation)
      .reduce((count) => count + 1, 0);
  }

  /**
   * Takes up what an earlier life of the server left without an end: what had not begun is asked
   * again, in its old order; what had is marked, with the text there is.
   */
  async function recover() {
    for (const { owner, conversation, id, begun } of await journal.unended()) {
      const { messages, deleted } = await conversations.load(conversation);
      const answer = messages.get(id);
      if (!answer?.parent) continue;
      const { parent, model = "", continues } = answer;
      const wanted = { owner, conversation, id, parent, model, continues };
      // Nobody is to read what is said in a conversation that was deleted.
      if (begun || deleted) await mark(wanted, answer);
      else begin(wanted);
    }
  }

  /** Ends an answer that a restart cut; resolves when that is stored, or cannot be now. */
  async function mark(wanted: Wanted, { text, thinking }: Message) {
    const { owner, conversation, id } = wanted;
    const end = { type: "error", id, code: "restarted", message: RESTARTED, text } as const;
    const rows = [thinking ? { ...end, thinking } : end];
    const store = () => conversations.append({ owner, conversation, rows, durable: true });
    keep(wanted, (course) => storeEnd(store, course));
    await running.get(id)?.settled;
  }

  /** Ends everything for a restart; resolves when the last row is stored. */
  async function close() {
    for (const { controller } of running.values()) controller.abort(RESTARTING);
    closing.abort(RESTARTING);
    await Promise.all(running.values().map(({ ended }) => ended));
  }

  return { begin, stop, stopAll, pending, recover, close };
}
