/** Reads the lines of `exportLines`: conversations come out whole, or with what is wrong with them. */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import * as v from "valibot";
import { imageType } from "../journal/image_type.ts";
import type { Row } from "../journal/rows.ts";
import { EXPORT_VERSION } from "./export_lines.ts";
import { finished } from "./finished.ts";
import type { Outcome } from "./outcome.ts";
import { parseRow } from "./row_schema.ts";
import { type Piece, PIECE_BYTES } from "./split_json.ts";

const Head = v.object({ type: v.literal("parley"), version: v.number() });
const Seal = v.object({
  type: v.literal("conversation"),
  conversation: v.string(),
  last: v.number(),
});
const Image = v.object({ type: v.literal("image"), hash: v.string(), data: v.string() });
const End = v.object({ type: v.literal("end") });

/** Whether a file with this first line is one of `exportLines`. */
export function isParley(line: string): boolean {
  return v.is(Head, parse(line));
}

/** @param options.maxChars UTF-16 units of one conversation's lines, of which no more is held */
export function createParleyReader({ maxChars = PIECE_BYTES }: { maxChars?: number } = {}) {
  let rows: Row[] = [];
  let chars = 0;
  /** What is wrong with the conversation that is being read. */
  let fault: Outcome | undefined;
  let ended = false;

  /** @param piece one line */
  function read({ number, text }: Piece): Outcome[] {
    const value = text === undefined ? undefined : parse(text);
    if (value === undefined) {
      fail(number, text === undefined ? "The line is too long." : "The line is no JSON.");
      return [];
    }
    if (v.is(Head, value)) {
      if (value.version <= EXPORT_VERSION) return [];
      return [{ at: { line: number }, failure: "A newer Parley wrote this file." }];
    }
    if (v.is(Seal, value)) return [seal(value, number)];
    if (v.is(End, value)) {
      ended = true;
      return left(number);
    }
    if (v.is(Image, value)) return imageIn(value, number);
    const row = parseRow(value);
    if (row instanceof Error) {
      fail(number, row.message);
      return [];
    }
    const others = rows.length > 0 && rows[0].conversation !== row.conversation ? left(number) : [];
    chars += text?.length ?? 0;
    if (chars > maxChars) fail(number, "The conversation is too long.");
    // Of one that cannot be taken the first row is enough to tell it from the next.
    if (!fault || rows.length === 0) rows.push(row);
    return others;
  }

  function seal({ conversation, last }: v.InferOutput<typeof Seal>, line: number): Outcome {
    const mine = take();
    if (mine.fault) return mine.fault;
    if (mine.rows[0]?.conversation !== conversation || mine.rows.at(-1)?.seq !== last) {
      return { at: { line }, failure: "Rows of this conversation are missing." };
    }
    const incoming = finished({ conversation, rows: mine.rows });
    return incoming instanceof Error
      ? { at: { line }, failure: incoming.message }
      : { at: { line }, incoming };
  }

  /** It stands before the rows that name it: broken, it spoils the conversation that it is of. */
  function imageIn({ hash, data }: v.InferOutput<typeof Image>, line: number): Outcome[] {
    const bytes = Buffer.from(data, "base64");
    const type = imageType(bytes);
    if (type && createHash("sha256").update(bytes).digest("hex") === hash) {
      return [{ at: { line }, image: { hash, type, bytes: new Uint8Array(bytes) } }];
    }
    fail(line, "The image is not the one that it was.");
    return [];
  }

  /** The first fault of a conversation is the one that is told. */
  function fail(line: number, failure: string) {
    fault ??= { at: { line }, failure };
  }

  function take() {
    const taken = { rows, fault };
    rows = [];
    chars = 0;
    fault = undefined;
    return taken;
  }

  /** What was begun and has no seal. */
  function left(line: number): Outcome[] {
    const mine = take();
    if (mine.fault) return [mine.fault];
    if (mine.rows.length === 0) return [];
    return [{ at: { line }, failure: "The conversation before this line is not whole." }];
  }

  return {
    read,
    /** @param lines how many the file has */
    end(lines: number): Outcome[] {
      const rest = left(lines);
      if (ended || rest.length > 0) return rest;
      return [{ at: { line: lines }, failure: "The file ends early." }];
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Whoever reads the line says so, with its number.
  }
}
