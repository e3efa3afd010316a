/** One answer streamed into its writer, with as much of the history as fits the model's window. */
import type { Phase } from "../../static/protocol.js";
import type { AiRow, ContextUse, Stats } from "../journal/rows.ts";
import { UpstreamError } from "../ollama/ollama.ts";
import { TooLate, within } from "../within.ts";
import type { AnswerWriter } from "./answer_writer.ts";
import { ask } from "./ask.ts";
import { createEstimate, lastCounted, type Turn } from "./estimate.ts";
import type { Wanted } from "./generation.ts";
import { lastQuestion, leaveOut } from "./leave_out.ts";
import { type ModelRequestOptions, prepareModelRequest } from "./model_request.ts";
import type { PromptSettings } from "./prompt.ts";
import type { Windows } from "./window.ts";

export interface StreamOptions extends Omit<ModelRequestOptions, "owner" | "model" | "to"> {
  windows: Windows;
  writer: AnswerWriter;
  onPhase: (phase: Phase) => void;
}

/** Milliseconds that finding out the window may hold up a question. */
const PATIENCE = 1_000;

/** How many times its window a prompt must seem to have, for it to be sure that some was cut. */
const FAR = 1.5;

/** Tokens by which counts may differ from what a window holds, at its very end. */
const SLACK = 2;

/**
 * @returns how the answer ended, what Ollama counted, and how full the window was
 * @throws {UpstreamError} or the signal's reason
 */
export async function streamAnswer(
  { owner, model, parent, continues }: Wanted,
  { windows, writer, onPhase, ...options }: StreamOptions,
): Promise<Pick<AiRow, "reason" | "stats" | "context">> {
  const { ollama, signal } = options;
  const to = continues ?? parent;
  const { turns, unseen, settings, withSystem, send } = await prepareModelRequest({
    ...options,
    owner,
    model,
    to,
  });
  const counted = lastCounted(turns);
  const estimate = createEstimate(counted && { ...counted, turns: withSystem(counted.turns) });
  const measure = (kept: readonly Turn[]) => estimate.measure(withSystem(kept));
  const limitSoon = within(PATIENCE, (signal) => windows.limitOf(model, signal), { signal });
  let limit = await orUnknown(limitSoon);
  let dropped = 0;
  for (;;) {
    if (limit !== undefined) {
      dropped = leaveOut(turns, { room: roomIn(limit, settings), measure, atLeast: dropped });
    }
    const kept = turns.slice(dropped);
    const request = () => send(kept);
    try {
      for await (const delta of ask(ollama, { model, request, signal, onPhase })) {
        writer.write(delta);
        if (!delta.done) continue;
        const { reason, stats } = delta.done;
        const measured = measure(kept);
        limit ??= await orUnknown(windows.limitOf(model, signal));
        const context = limit === undefined
          ? undefined
          : { ...contextUse({ limit, dropped, stats, measured }), ...(unseen ? { unseen } : {}) };
        return { reason, stats, context };
      }
      throw new UpstreamError("interrupted", "Ollama ended the answer without saying so.");
    } catch (error) {
      const tooLong = error instanceof UpstreamError && error.code === "context" && !writer.begun;
      if (!tooLong) throw error;
      limit ??= await windows.limitOf(model, signal);
      if (limit === undefined) throw error;
      estimate.learnTooLong(withSystem(kept), limit);
      if (dropped === lastQuestion(turns)) {
        throw doesNotFit({ over: measure(kept) - limit, limit });
      }
      dropped++;
    }
  }
}

/** Tokens that a prompt may have, so that an answer has room too. */
function roomIn(limit: number, { numPredict = Infinity }: PromptSettings): number {
  return limit - Math.min(numPredict, Math.floor(limit / 4));
}

function contextUse(
  { limit, dropped, stats, measured }: {
    limit: number;
    dropped: number;
    stats: Stats;
    measured: number;
  },
): ContextUse {
  // Asked not to, Ollama neither takes nor says more than fits; one that does is an older one that
  // cuts, or forgets the beginning while it answers.
  const counted = stats.promptTokens ?? 0;
  const answered = stats.answerTokens ?? 0;
  if (measured > limit * FAR || counted + answered > limit + SLACK) {
    return { used: limit, limit, dropped, unsure: true };
  }
  // Of a prompt that it still knew in part Ollama counts only what was new.
  const prompt = counted > measured * 0.7 ? counted : measured;
  return { used: Math.min(prompt + answered, limit), limit, dropped };
}

function doesNotFit({ over, limit }: { over: number; limit: number }): UpstreamError {
  return new UpstreamError(
    "context",
    `This message alone does not fit: the model's window holds ${limit} tokens, and it has about ${over} too many. ` +
      "Shorten it, or give the model a larger window in the settings.",
  );
}

/** The window's size, or that it is not known: an answer can be had without. */
async function orUnknown(limit: Promise<number | undefined>): Promise<number | undefined> {
  try {
    return await limit;
  } catch (error) {
    if (error instanceof UpstreamError || error instanceof TooLate) return undefined;
    throw error;
  }
}
