/** One answer of a conversation, from its turn in the queue to its one `ai` or `error` row. */
import type { Phase } from "../../static/protocol.js";
import { JournalError } from "../journal/journal.ts";
import type { AiRow, ErrorRow } from "../journal/rows.ts";
import { type Ollama, UpstreamError } from "../ollama/ollama.ts";
import { type AnswerWriter, createAnswerWriter } from "./answer_writer.ts";
import { ask } from "./ask.ts";
import type { Conversations } from "./conversations.ts";
import { conversationRequest, type PromptSettings } from "./prompt.ts";
import type { Queue } from "./queue.ts";

/** The answer that is to be made. */
export interface Wanted {
  owner: string;
  conversation: string;
  /** The answer's id. */
  id: string;
  /** The user message it answers. */
  parent: string;
  model: string;
}

export interface GenerationOptions {
  conversations: Conversations;
  queue: Queue;
  ollama: Ollama;
  settings: PromptSettings;
  now?: () => number;
}

type EndRow = AiRow | ErrorRow;

/** Why an answer is ended from outside: its signal's reason is one of these. */
export const STOPPED = "stopped" as const;
export const RESTARTING = "restarting" as const;

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
  const { owner, conversation, id } = wanted;
  const broken = new AbortController();
  const writer = createAnswerWriter(id, {
    append: (rows) => conversations.append({ owner, conversation, rows }),
    onError: (error) => broken.abort(error),
  });
  const onPhase = (phase: Phase, position?: number) =>
    conversations.phase({ type: "phase", conversation, id, phase, position, since: now() });
  const either = AbortSignal.any([signal, broken.signal]);
  using held = new DisposableStack();
  let end: EndRow | undefined;
  try {
    held.use(
      await queue.acquire({
        ...wanted,
        signal,
        onPosition: (position) => onPhase("queued", position),
      }),
    );
    end = await stream(wanted, { ...options, writer, signal: either, onPhase });
  } catch (error) {
    end = endAfter(error, { id, writer, reason: either.reason });
  }
  await writer.flush();
  if (end) await conversations.append({ owner, conversation, rows: [end], durable: true });
}

async function stream(
  { id, model, conversation, parent }: Wanted,
  { conversations, settings, ollama, writer, signal, onPhase }: GenerationOptions & {
    writer: AnswerWriter;
    signal: AbortSignal;
    onPhase: (phase: Phase) => void;
  },
): Promise<AiRow> {
  const history = await conversations.load(conversation);
  const { api, body } = conversationRequest({ conversation: history, model, to: parent }, settings);
  const request = () =>
    api === "chat" ? ollama.chat(body, { signal }) : ollama.generate(body, { signal });
  for await (const delta of ask(ollama, { model, request, onPhase })) {
    writer.write(delta);
    if (delta.done) return ended(id, { writer, ...delta.done });
  }
  throw new UpstreamError("interrupted", "Ollama ended the answer without saying so.");
}

/** The row after which nothing of an answer comes; none where the next start will ask again. */
function endAfter(
  error: unknown,
  { id, writer, reason }: { id: string; writer: AnswerWriter; reason: unknown },
): EndRow | undefined {
  if (reason === STOPPED) return ended(id, { writer, reason });
  if (reason === RESTARTING) {
    const begun = writer.text !== "" || writer.thinking !== "";
    return begun ? failed(id, { writer, code: "restarted", message: RESTARTED }) : undefined;
  }
  if (error instanceof UpstreamError) {
    return failed(id, { writer, code: error.code, message: error.message });
  }
  if (error instanceof JournalError) {
    return failed(id, { writer, code: "storage", message: "This answer could not be saved." });
  }
  throw error;
}

function ended(
  id: string,
  { writer: { text, thinking }, reason, stats }:
    & { writer: AnswerWriter }
    & Pick<AiRow, "reason" | "stats">,
): AiRow {
  return { type: "ai", id, reason, message: text, ...(thinking && { thinking }), stats };
}

function failed(
  id: string,
  { writer: { text, thinking }, code, message }:
    & { writer: AnswerWriter }
    & Pick<ErrorRow, "code" | "message">,
): ErrorRow {
  return { type: "error", id, code, message, text, ...(thinking && { thinking }) };
}

/** What a reader is told of an answer that a restart cut. */
export const RESTARTED = "The server was restarted while this was being written. Try again.";
