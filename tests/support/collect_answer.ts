import { type Delta, UpstreamError } from "../../server/ollama/ollama.ts";

export interface CollectedAnswer {
  text: string;
  thinking: string;
  /** How many deltas came. */
  deltas: number;
  done?: Delta["done"];
  error?: UpstreamError;
}

/** Reads an answer to its end, good or bad. Errors that are not Ollama's are thrown. */
export async function collectAnswer(answer: AsyncIterable<Delta>): Promise<CollectedAnswer> {
  const collected: CollectedAnswer = { text: "", thinking: "", deltas: 0 };
  try {
    for await (const { text, thinking, done } of answer) {
      collected.text += text;
      collected.thinking += thinking;
      collected.deltas++;
      if (done) collected.done = done;
    }
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    collected.error = error;
  }
  return collected;
}
