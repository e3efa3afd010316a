/** One answer of a conversation, from its turn in the queue to its one `ai` or `error` row. */
import type { Phase } from "../../static/protocol.js";
import { describe } from "../describe.ts";
import type { Blobs } from "../journal/blobs.ts";
import { JournalError } from "../journal/journal.ts";
import type { AiRow, ErrorRow } from "../journal/rows.ts";
import type { Log } from "../log.ts";
import type { ModelSettings } from "../ollama/model_settings.ts";
import { type Ollama, UpstreamError } from "../ollama/ollama.ts";
import { type AnswerWriter, createAnswerWriter } from "./answer_writer.ts";
import type { Conversations } from "./conversations.ts";
import type { PromptSettings } from "./prompt.ts";
import type { Queue } from "./queue.ts";
import { storeEnd } from "./store_end.ts";
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
  blobs: Blobs;
  settings: PromptSettings;
  settingsOf: (model: string) => Promise<ModelSettings>;
  log: Log;
}

export interface Course {
  /** Ends the answer; its reason is one of the two below. */
  signal: AbortSignal;
  /** Ends the tries to store an end that cannot be stored. */
  closing: AbortSignal;
  /** The end could not be stored at once, and is tried again. */
  onUnsaved: () => void;
}

type EndRow = AiRow | ErrorRow;
/** What an end says, besides the text. */
type End = Omit<AiRow, "id" | "message"> | Omit<ErrorRow, "id" | "text">;

/** Why an answer is ended from outside: its signal's reason is one of these. */
export const STOPPED = "stopped" as const;
export const RESTARTING = "restarting" as const;

/** What a reader is told of an answer that a restart cut. */
export const RESTARTED = "The server was restarted while this was being written.";

/** What a reader is told when it is this server that made a mistake. */
const FAULT = "Something went wrong here while this was being written.";

/**
 * Makes an answer. Aborting with `STOPPED` ends it with what there is of it; with `RESTARTING` an
 * answer that has not begun is left for the next start, and one that has ends `restarted`.
 * The slot is held until the end is stored, so that the conversation's next question sees it.
 * @throws the end was not stored: a `JournalError`, or `closing`'s reason; the next start will mark it
 */
export async function generate(
  wanted: Wanted,
  { signal, closing, onUnsaved, ...options }: GenerationOptions & Course,
): Promise<void> {
  const { conversations, queue, log } = options;
  const { owner, conversation, id, continues } = wanted;
  // Not AbortSignal.any(): Deno 2.7 can lose such a signal to its garbage collector, and Stop with it.
  const ending = new AbortController();
  const stop = () => ending.abort(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  const onPhase = (phase: Phase, position?: number) =>
    conversations.phase(owner, {
      type: "phase",
      conversation,
      id,
      phase,
      position,
      since: Date.now(),
    });
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
      onError: (error) => ending.abort(error),
      before: continues && history.messages.get(continues)?.text,
    });
    const done = await streamAnswer(wanted, {
      ...options,
      history,
      writer,
      signal: ending.signal,
      onPhase,
    });
    end = { type: "ai", ...done };
  } catch (error) {
    end = endAfter(error, {
      begun: writer?.begun ?? false,
      reason: ending.signal.reason,
      onFault: () => log.error("An answer failed: {error}", { id, error: describe(error) }),
    });
  }
  await writer?.flush();
  if (end) {
    const rows = [endRow(end, { id, text: writer?.text ?? "", thinking: writer?.thinking ?? "" })];
    await storeEnd(() => conversations.append({ owner, conversation, rows, durable: true }), {
      closing,
      onUnsaved() {
        onPhase("unsaved");
        onUnsaved();
      },
    });
  }
}

/** How an answer ends that failed or was ended; `undefined` where the next start will ask again. */
function endAfter(
  error: unknown,
  { begun, reason, onFault }: { begun: boolean; reason: unknown; onFault: () => void },
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
  onFault();
  return { type: "error", code: "interrupted", message: FAULT };
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
