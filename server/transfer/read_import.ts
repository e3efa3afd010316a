/** Reads a file that is to be imported, as its bytes come: conversations out, faults named. */
import { Buffer } from "node:buffer";
import { chatgptChat } from "./chatgpt.ts";
import { rowsOfChat } from "./foreign_chat.ts";
import { openWebuiChat } from "./open_webui.ts";
import type { Outcome } from "./outcome.ts";
import { createParleyReader, isParley } from "./read_parley.ts";
import { type Piece, splitLines, splitValues } from "./split_json.ts";

export interface ImportReader {
  /** What is whole with these bytes. */
  push(bytes: Uint8Array): Outcome[];
  /** The file has ended. */
  end(): Outcome[];
}

/** Bytes by which a file is told from others; a head line is shorter. */
const HEAD_BYTES = 256;

const [NEWLINE] = new TextEncoder().encode("\n");

/**
 * Takes a file of `exportLines`, and JSON of ChatGPT and Open WebUI: a list of conversations or one
 * alone.
 */
export function createImportReader(): ImportReader {
  let head: Uint8Array = new Uint8Array();
  let reader: ImportReader | undefined;

  /** Chosen by the first line. */
  function choose(): ImportReader {
    const line = new TextDecoder().decode(head).split("\n", 1)[0];
    return isParley(line) ? lineReader() : valueReader();
  }

  return {
    push(bytes) {
      if (reader) return reader.push(bytes);
      head = Buffer.concat([head, bytes]);
      if (head.length < HEAD_BYTES && !head.includes(NEWLINE)) return [];
      reader = choose();
      return reader.push(head);
    },
    end() {
      if (reader) return reader.end();
      reader = choose();
      return [...reader.push(head), ...reader.end()];
    },
  };
}

function lineReader(): ImportReader {
  const splitter = splitLines();
  const parley = createParleyReader();
  let lines = 0;
  const read = (pieces: Piece[]) =>
    pieces.flatMap((piece) => {
      lines = piece.number;
      return parley.read(piece);
    });
  return {
    push: (bytes) => read(splitter.push(bytes)),
    end: () => [...read(splitter.end()), ...parley.end(lines)],
  };
}

function valueReader(): ImportReader {
  const splitter = splitValues();
  return {
    push: (bytes) => splitter.push(bytes).map(outcomeOf),
    end: () => splitter.end().map(outcomeOf),
  };
}

function outcomeOf({ number, text, cut }: Piece): Outcome {
  const at = { conversation: number };
  if (cut) return { at, failure: "The file ends in the middle of it." };
  if (text === undefined) return { at, failure: "It is too long." };
  const value = parse(text);
  if (value === undefined) return { at, failure: "It is no JSON." };
  const chat = chatgptChat(value) ?? openWebuiChat(value);
  if (!chat) return { at, failure: "It is no conversation of Parley, ChatGPT or Open WebUI." };
  const incoming = rowsOfChat(chat);
  return incoming instanceof Error ? { at, failure: incoming.message } : { at, incoming };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Whoever reads the piece says so, with its number.
  }
}
