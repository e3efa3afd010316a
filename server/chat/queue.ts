/**
 * Who is answered next: N slots per model, turn by turn between owners and, within an owner, between
 * conversations. The answers of one conversation come one after the other, in the order in which
 * they were asked for, whatever their models: each is about what the one before says.
 */
import { fullModelName } from "../ollama/model_name.ts";
import { type InLine, markTurn, takeNext, tellPositions, type Turns } from "./turn_order.ts";

/** One who asks for a slot. */
export interface Ask {
  model: string;
  owner: string;
  conversation: string;
  signal?: AbortSignal;
  /** Hears the place in line, 1 being next, at first and whenever it changes; 0 is never said. */
  onPosition?: (position: number) => void;
}

interface Waiting extends Ask, InLine {
  grant: (slot: Disposable) => void;
}

export type Queue = ReturnType<typeof createQueue>;

/**
 * @param options.slots answers that may run at once with one model
 * @param options.onAsk someone asks for a slot, and has not got it yet
 */
export function createQueue(
  { slots, onAsk = () => {} }: { slots: number; onAsk?: () => void },
) {
  const waiting = new Set<Waiting>();
  const running = new Map<string, number>();
  const talking = new Set<string>();
  const turns = new Map<string, Turns>();
  let turn = 0;

  /**
   * Waits for a slot, which is given back by disposing of it.
   * @throws the signal's reason, when it was aborted before the slot was granted
   */
  function acquire(ask: Ask): Promise<Disposable> {
    const { signal } = ask;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      onAsk();
      const model = fullModelName(ask.model); // However it is written, its slots are the same.
      const entry: Waiting = { ...ask, model, position: 0, grant };
      signal?.addEventListener("abort", abandon, { once: true });
      waiting.add(entry);
      serve(model);

      function grant(slot: Disposable) {
        signal?.removeEventListener("abort", abandon);
        resolve(slot);
      }
      function abandon() {
        waiting.delete(entry);
        reject(signal?.reason);
        serve(model);
        serveOthers(entry);
      }
    });
  }

  /** Grants what is free with a model, then tells the others where they stand. */
  function serve(model: string) {
    const line = lineOf(model);
    const first = firstOfEach();
    const mayRun = (entry: Waiting) =>
      !talking.has(entry.conversation) && first.get(entry.conversation) === entry;
    while ((running.get(model) ?? 0) < slots) {
      const next = takeNext(line, turnsOf(model), mayRun);
      if (!next) break;
      start(next);
    }
    if (line.size > 0) tellPositions(line, turnsOf(model));
    else if (!running.has(model)) turns.delete(model);
  }

  function start(next: Waiting) {
    const { model, owner, conversation } = next;
    waiting.delete(next);
    talking.add(conversation);
    running.set(model, (running.get(model) ?? 0) + 1);
    markTurn(turnsOf(model), { owner, conversation, turn: ++turn });
    next.grant({ [Symbol.dispose]: once(() => end(next)) });
  }

  function end({ model, conversation }: Waiting) {
    talking.delete(conversation);
    const left = (running.get(model) ?? 1) - 1;
    if (left > 0) running.set(model, left);
    else running.delete(model);
    serve(model);
    serveOthers({ model, conversation });
  }

  /** The conversation may go on with another model, whose line did not move. */
  function serveOthers({ model, conversation }: Pick<Ask, "model" | "conversation">) {
    const next = firstOfEach().get(conversation);
    if (next && next.model !== model) serve(next.model);
  }

  /** Of each conversation the one that has waited longest. */
  function firstOfEach(): Map<string, Waiting> {
    const first = new Map<string, Waiting>();
    for (const entry of waiting) {
      if (!first.has(entry.conversation)) first.set(entry.conversation, entry);
    }
    return first;
  }

  function lineOf(model: string): Set<Waiting> {
    return new Set([...waiting].filter((entry) => entry.model === model));
  }

  function turnsOf(model: string): Turns {
    const known = turns.get(model);
    if (known) return known;
    const fresh = { owners: new Map(), conversations: new Map() };
    turns.set(model, fresh);
    return fresh;
  }

  return {
    acquire,
    /** How many wait, over all models. */
    get waiting() {
      return waiting.size;
    },
    /** How many slots are taken, over all models. */
    get running() {
      return running.values().reduce((sum, count) => sum + count, 0);
    },
  };
}

function once(act: () => void) {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    act();
  };
}
