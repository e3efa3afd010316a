/** Whose turn it is: owners in turn, and within an owner conversations in turn. */

/** One who waits. */
export interface InLine {
  owner: string;
  conversation: string;
  /** The place that was said last; 0 before any was. */
  position: number;
  onPosition?: (position: number) => void;
}

/** When each owner, and each conversation of an owner, had its last turn with a model. */
export interface Turns {
  owners: Map<string, number>;
  conversations: Map<string, number>;
}

/**
 * The one whose owner, then whose conversation, has waited longest for a turn; among equals the
 * first to come. Taken out of `line`.
 * @param mayRun whether one may have a turn now @default {() => true}
 */
export function takeNext<W extends InLine>(
  line: Set<W>,
  turns: Turns,
  mayRun: (entry: W) => boolean = () => true,
): W | undefined {
  let best: W | undefined;
  let bestKey: [number, number] = [Infinity, Infinity];
  for (const entry of line) {
    if (!mayRun(entry)) continue;
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
export function tellPositions(line: ReadonlySet<InLine>, turns: Turns) {
  const rest = new Set(line);
  const played = {
    owners: new Map(turns.owners),
    conversations: new Map(turns.conversations),
  };
  let turn = Number.MAX_SAFE_INTEGER - line.size;
  for (let position = 1; rest.size > 0; position++) {
    const entry = takeNext(rest, played);
    if (!entry) return;
    markTurn(played, { ...entry, turn: turn++ });
    if (entry.position === position) continue;
    entry.position = position;
    entry.onPosition?.(position);
  }
}

export function markTurn(
  turns: Turns,
  { owner, conversation, turn }: { owner: string; conversation: string; turn: number },
) {
  turns.owners.set(owner, turn);
  turns.conversations.set(conversation, turn);
}
