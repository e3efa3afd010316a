/** One answer of a conversation, from its turn in the queue to its one `ai` or `error` row. */
import type { Phase } from "../../static/protocol.js";
import { JournalError } from "../journal/journal.ts";
import type { AiRow, ErrorRow } from "../journal/rows.ts";
import { type Ollama, UpstreamError } from "../ollama/ollama.ts";
import { type AnswerWriter, createAnswerWriter } from "./answer_writer.ts";
import type { Conversations } from "./conversations.ts";
import type { PromptSettings } from "./prompt.ts";
import type { Queue } from "./queue.ts";
import { streamAnswer } from "./stream_answer.ts";
import type { Windows } from "./window.ts";

/** The answer that is to be made. */
export interface Wanted {
  owner: string;
  conversation: string;
  /** The answer's id. */
  id: string;
  /** The user message it answers. */
  parent: string;
  model: string;
  /** The answer whose text it goes on from. */
  continues?: string;
}

export interface GenerationOptions {
  conversations: Conversations;
  queue: Queue;
  ollama: Ollama;
  windows: Windows;
  settings: PromptSettings;
  now?: () => number;
}

type EndRow = AiRow | ErrorRow;
/** What an end says, besides the text. */
type End = Omit<AiRow, "id" | "message"> | Omit<ErrorRow, "id" | "text">;

/** Why an answer is ended from outside: its signal's reason is one of these. */
export const STOPPED = "stopped" as const;
export const RESTARTING = "restarting" as const;

/** What a reader is told of an answer that a restart cut. */
export const RESTARTED = "The server was restarted while this was being written.";

/**
 * Makes an answer. Aborting with `STOPPED` ends it with what there is of it; with `RESTARTING` an
 * answer that has not begun is left for the next start, and one that has ends `restarted`.
 * The slot is held until the end is stored, so that the conversation's next question sees it.
 * @throws {JournalError} the end could not be stored; the next start will mark it
 */
export async function generate(
  wanted: Wanted,
  { signal, ...options }: GenerationOptions & { signal: AbortSignal },
): Promise<void> {
  const { conversations, queue, now = Date.now } = options;
  const { owner, conversation, id, continues } = wanted;
  const broken = new AbortController();
  const either = AbortSignal.any([signal, broken.signal]);
  const onPhase = (phase: Phase, position?: number) =>
    conversations.phase({ type: "phase", conversation, id, phase, position, since: now() });
  let writer: AnswerWriter | undefined;
  let end: End | undefined;
  using held = new DisposableStack();
  try {
    held.use(
      await queue.acquire({
        ...wanted,
        signal,
        onPosition: (position) => onPhase("queued", position),
      }),
    );
    const history = await conversations.load(conversation);
    writer = createAnswerWriter(id, {
      append: (rows) => conversations.append({ owner, conversation, rows }),
      onError: (error) => broken.abort(error),
      before: continues && history.messages.get(continues)?.text,
    });
    const done = await streamAnswer(wanted, {
      ...options,
      history,
      writer,
      signal: either,
      onPhase,
    });
    end = { type: "ai", ...done };
  } catch (error) {
    end = endAfter(error, { begun: writer?.begun ?? false, reason: either.reason });
  }
  await writer?.flush();
  if (end) {
    const rows = [endRow(end, { id, text: writer?.text ?? "", thinking: writer?.thinking ?? "" })];
    await conversations.append({ owner, conversation, rows, durable: true });
  }
}

/** How an answer ends that failed or was ended; `undefined` where the next start will ask again. */
function endAfter(
  error: unknown,
  { begun, reason }: { begun: boolean; reason: unknown },
): End | undefined {
  if (reason === STOPPED) return { type: "ai", reason };
  if (reason === RESTARTING) {
    return begun ? { type: "error", code: "restarted", message: RESTARTED } : undefined;
  }
  if (error instanceof UpstreamError) {
    return { type: "error", code: error.code, message: error.message };
  }
  if (error instanceof JournalError) {
    return { type: "error", code: "storage", message: "This answer could not be saved." };
  }
  throw error;
}

function endRow(
  end: End,
  { id, text, thinking }: { id: string; text: string; thinking: string },
): EndRow {
  const thought = thinking === "" ? {} : { thinking };
  return end.type === "ai"
    ? { ...end, id, message: text, ...thought }
    : { ...end, id, text, ...thought };
}
