/** Cuts a stream of bytes into pieces of JSON, without ever holding more than one of them. */

/** A piece of the file, and which one it is: 1, 2, 3… */
export interface Piece {
  number: number;
  /** `undefined` where there is more of it than is taken. */
  text: string | undefined;
  /** The file ended before this piece did. */
  cut?: true;
}

export interface Splitter {
  /** The pieces that are whole with these bytes. */
  push(bytes: Uint8Array): Piece[];
  /** What is left at the end of the file. */
  end(): Piece[];
}

/** UTF-8 bytes of one piece; a conversation of a million words is well below. */
export const PIECE_BYTES = 64 * 1024 * 1024;

const [NEWLINE, QUOTE, BACKSLASH, COMMA] = [...'\n"\\,'].map((sign) => sign.charCodeAt(0));
const [OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [..."[]{}"].map((sign) => sign.charCodeAt(0));

/** Every line that has something on it; empty ones count. */
export function splitLines({ maxBytes = PIECE_BYTES }: { maxBytes?: number } = {}): Splitter {
  const held = hold(maxBytes);
  let number = 1;

  return {
    push(bytes) {
      const pieces: Piece[] = [];
      let start = 0;
      for (let at; (at = bytes.indexOf(NEWLINE, start)) >= 0; start = at + 1) {
        held.add(bytes.subarray(start, at));
        pieces.push({ number: number++, text: held.take() });
      }
      held.add(bytes.subarray(start));
      return pieces.filter(hasText);
    },
    end() {
      // A last line without its end may be whole; whoever reads it sees whether it is.
      return [{ number, text: held.take() }].filter(hasText);
    },
  };
}

/**
 * Every element of the list that a file is, or the one object that it is. The text of an element
 * need not be JSON: only brackets, quotes and commas were looked at.
 */
export function splitValues({ maxBytes = PIECE_BYTES }: { maxBytes?: number } = {}): Splitter {
  const held = hold(maxBytes);
  let number = 1;
  let depth = 0;
  let listed: boolean | undefined;
  let quoted = false;
  let escaped = false;

  function push(bytes: Uint8Array): Piece[] {
    const pieces: Piece[] = [];
    let start = 0;
    const finish = (at: number) => {
      held.add(bytes.subarray(start, at));
      start = at + 1;
      const piece = { number, text: held.take() };
      if (hasText(piece)) {
        pieces.push(piece);
        number += 1;
      }
    };
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at];
      if (quoted) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) quoted = false;
      } else if (byte === QUOTE) quoted = true;
      else if (byte === OPEN || byte === OPEN_LIST) {
        if (listed === undefined) {
          listed = byte === OPEN_LIST;
          if (listed) start = at + 1;
        }
        depth += 1;
      } else if (byte === CLOSE || byte === CLOSE_LIST) {
        depth -= 1;
        if (depth === 0 && listed) finish(at);
      } else if (byte === COMMA && depth === 1 && listed) finish(at);
    }
    held.add(bytes.subarray(start));
    return pieces;
  }

  return {
    push,
    end() {
      const rest: Piece = { number, text: held.take() };
      if (!hasText(rest)) return depth > 0 ? [{ number, text: "", cut: true }] : [];
      return [depth > 0 ? { ...rest, cut: true } : rest];
    },
  };
}

function hasText({ text }: Piece): boolean {
  return text === undefined || text.trim() !== "";
}

/** Gathers the bytes of a piece as long as they are not too many. */
function hold(maxBytes: number) {
  let parts: Uint8Array[] = [];
  let bytes = 0;

  return {
    add(part: Uint8Array) {
      bytes += part.length;
      if (bytes > maxBytes) parts = [];
      else if (part.length > 0) parts.push(part.slice());
    },
    /** The text of the piece, `undefined` where it was too long. */
    take(): string | undefined {
      const decoder = new TextDecoder();
      const text = bytes > maxBytes ? undefined : parts
        .map((part) => decoder.decode(part, { stream: true })).join("") + decoder.decode();
      parts = [];
      bytes = 0;
      return text;
    },
  };
}
