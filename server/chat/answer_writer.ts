/**
 * Text as it arrives → rows. While a commit is under way, and for a moment after it, what arrives is
 * gathered, so that one row carries all of it: a quick model costs no more than a slow one.
 */
import type { Row, TokenRow } from "../journal/rows.ts";
import { SEAM, seamOffset } from "./seam.ts";

/** Milliseconds between two rows of an answer; what comes after a longer pause is written at once. */
const REST = 5;

export type AnswerWriter = ReturnType<typeof createAnswerWriter>;

export interface AnswerWriterOptions {
  /** Stores rows and tells them. */
  append: (rows: TokenRow[]) => Promise<Row[]>;
  /** A write failed; nothing is written after it. */
  onError: (error: unknown) => void;
  /** The text that this answer goes on from. @default {""} */
  before?: string;
}

/** @param id the answer's */
export function createAnswerWriter(
  id: string,
  { append, onError, before = "" }: AnswerWriterOptions,
) {
  const text = before === "" ? createStrand("token") : createContinuation(before);
  const thinking = createStrand("thinking");
  let writing: Promise<void> | undefined;
  let failed = false;
  let ending = false;
  let restsUntil = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function write(delta: { text: string; thinking: string }) {
    text.add(delta.text);
    thinking.add(delta.thinking);
    start();
  }

  /** A timer is made only for what comes too early: at a reader's pace there is none. */
  function start() {
    if (writing || failed || timer !== undefined) return;
    const rest = restsUntil - performance.now();
    if (rest > 0) timer = setTimeout(begin, rest);
    else begin();
  }

  /** Begins only what has something to do: what ends at once would count as under way for ever. */
  function begin() {
    clearTimeout(timer);
    timer = undefined;
    if (writing || failed) return;
    const rows = [thinking.take(id), text.take(id)].filter((row) => row !== undefined);
    if (rows.length > 0) writing = store(rows);
  }

  async function store(rows: TokenRow[]) {
    try {
      await append(rows);
    } catch (error) {
      failed = true;
      onError(error);
    }
    writing = undefined;
    restsUntil = performance.now() + REST;
    if (!ending && (text.waits || thinking.waits)) start();
  }

  return {
    write,
    /** Resolves when nothing is left to be stored. Nothing more may be written. */
    async flush() {
      ending = true;
      text.release();
      for (begin(); writing; begin()) await writing;
    },
    /** Whether anything arrived. */
    get begun() {
      return text.begun || thinking.begun;
    },
    /** The whole text so far, stored or not, with what it goes on from. */
    get text() {
      return text.whole;
    },
    get thinking() {
      return thinking.whole;
    },
  };
}

/** A text that only grows, of which the end has not been stored yet. */
function createStrand(type: TokenRow["type"], before = "") {
  let whole = before;
  let pending = "";
  let begun = false;
  return {
    add(more: string) {
      whole += more;
      pending += more;
      begun ||= more !== "";
    },
    take(id: string): TokenRow | undefined {
      if (pending === "") return undefined;
      const row = { type, id, offset: whole.length - pending.length, message: pending };
      pending = "";
      return row;
    },
    release() {},
    /** Whether there is something to be stored. */
    get waits() {
      return pending !== "";
    },
    get begun() {
      return begun;
    },
    get whole() {
      return whole;
    },
  };
}

/** A text that goes on from another one, held back until it is known where. */
function createContinuation(before: string) {
  let held = "";
  let strand: ReturnType<typeof createStrand> | undefined;
  const release = () => {
    if (strand || held === "") return;
    strand = createStrand("token", before.slice(0, seamOffset(before, held)));
    strand.add(held);
  };
  return {
    add(more: string) {
      if (strand) return strand.add(more);
      held += more;
      if (held.length >= SEAM) release();
    },
    take: (id: string) => strand?.take(id),
    get waits() {
      return strand?.waits ?? false;
    },
    release,
    get begun() {
      return held !== "";
    },
    get whole() {
      return strand ? strand.whole : before + held;
    },
  };
}
