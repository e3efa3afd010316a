/**
 * Text as it arrives → rows. While a commit is under way what arrives is gathered, so that one row
 * carries all of it: the journal is never asked to go faster than it can.
 */
import type { Row, TokenRow } from "../journal/rows.ts";

export type AnswerWriter = ReturnType<typeof createAnswerWriter>;

/**
 * @param id the answer's
 * @param options.append stores rows and tells them
 * @param options.onError a write failed; nothing is written after it
 */
export function createAnswerWriter(
  id: string,
  { append, onError }: {
    append: (rows: TokenRow[]) => Promise<Row[]>;
    onError: (error: unknown) => void;
  },
) {
  const text = createStrand("token");
  const thinking = createStrand("thinking");
  let writing: Promise<void> | undefined;
  let failed = false;

  function write(delta: { text: string; thinking: string }) {
    text.add(delta.text);
    thinking.add(delta.thinking);
    writing ??= drain();
  }

  async function drain() {
    try {
      while (!failed) {
        const rows = [thinking.take(id), text.take(id)].filter((row) => row !== undefined);
        if (rows.length === 0) break;
        await append(rows);
      }
    } catch (error) {
      failed = true;
      onError(error);
    } finally {
      writing = undefined;
    }
  }

  return {
    write,
    /** Resolves when nothing is left to be stored. */
    async flush() {
      await writing;
    },
    /** All that arrived so far, stored or not. */
    get text() {
      return text.whole;
    },
    get thinking() {
      return thinking.whole;
    },
  };
}

/** A text that only grows, of which the end has not been stored yet. */
function createStrand(type: TokenRow["type"]) {
  let whole = "";
  let pending = "";
  return {
    add(more: string) {
      whole += more;
      pending += more;
    },
    take(id: string): TokenRow | undefined {
      if (pending === "") return undefined;
      const row = { type, id, offset: whole.length - pending.length, message: pending };
      pending = "";
      return row;
    },
    get whole() {
      return whole;
    },
  };
}
