/**
 * Who is answered next: N slots per model, one running answer per conversation, turn by turn
 * between owners and, within an owner, between conversations.
 */

/** One who asks for a slot. */
export interface Ask {
  model: string;
  owner: string;
  conversation: string;
  signal?: AbortSignal;
  /** Hears the place in line, 1 being next, at first and whenever it changes; 0 is never said. */
  onPosition?: (position: number) => void;
}

interface Waiting extends Ask {
  position: number;
  grant: (slot: Disposable) => void;
}

/** When each owner, and each conversation of an owner, had its last turn with a model. */
interface Turns {
  owners: Map<string, number>;
  conversations: Map<string, number>;
}

export type Queue = ReturnType<typeof createQueue>;

/**
 * @param options.slots answers that may run at once with one model
 */
export function createQueue({ slots }: { slots: number }) {
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
      const entry: Waiting = { ...ask, position: 0, grant };
      signal?.addEventListener("abort", abandon, { once: true });
      waiting.add(entry);
      serve(ask.model);

      function grant(slot: Disposable) {
        signal?.removeEventListener("abort", abandon);
        resolve(slot);
      }
      function abandon() {
        waiting.delete(entry);
        reject(signal?.reason);
        serve(ask.model);
      }
    });
  }

  /** Grants what is free with a model, then tells the others where they stand. */
  function serve(model: string) {
    const line = lineOf(model);
    while ((running.get(model) ?? 0) < slots) {
      const next = takeNext(line, turnsOf(model), talking);
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
    // The conversation may go on with another model, whose line did not move.
    for (const other of waiting) {
      if (other.conversation === conversation && other.model !== model) serve(other.model);
    }
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

/**
 * The one whose owner, then whose conversation, has waited longest for a turn; among equals the
 * first to come. Taken out of `line`.
 * @param busy conversations that are being answered, which wait for their own answer's end
 */
function takeNext(line: Set<Waiting>, turns: Turns, busy: ReadonlySet<string>) {
  let best: Waiting | undefined;
  let bestKey: [number, number] = [Infinity, Infinity];
  for (const entry of line) {
    if (busy.has(entry.conversation)) continue;
    const key: [number, number] = [
      turns.owners.get(entry.owner) ?? 0,
      turns.conversations.get(entry.conversation) ?? 0,
    ];
    if (key[0] < bestKey[0] || (key[0] === bestKey[0] && key[1] < bestKey[1])) {
      best = entry;
      bestKey = key;
    }
  }
  if (best) line.delete(best);
  return best;
}

/** Plays the line out as if every answer ended at once, and says to each where it came. */
function tellPositions(line: Set<Waiting>, turns: Turns) {
  const rest = new Set(line);
  const played = {
    owners: new Map(turns.owners),
    conversations: new Map(turns.conversations),
  };
  let turn = Number.MAX_SAFE_INTEGER - line.size;
  for (let position = 1; rest.size > 0; position++) {
    const entry = takeNext(rest, played, new Set());
    if (!entry) return;
    markTurn(played, { ...entry, turn: turn++ });
    if (entry.position === position) continue;
    entry.position = position;
    entry.onPosition?.(position);
  }
}

function markTurn(
  turns: Turns,
  { owner, conversation, turn }: { owner: string; conversation: string; turn: number },
) {
  turns.owners.set(owner, turn);
  turns.conversations.set(conversation, turn);
}

function once(act: () => void) {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    act();
  };
}
