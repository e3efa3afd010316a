import type { Call } from "./call.ts";
import { UpstreamError } from "./ollama.ts";

/**
 * The whole body as text.
 * @throws {UpstreamError} `bad_reply` when it is longer than `max` bytes
 */
export async function bodyText(call: Call, { max }: { max: number }): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (let portion = await call.read(); portion; portion = await call.read()) {
    size += portion.length;
    if (size > max) throw new UpstreamError("bad_reply", "Ollama's reply is too long.");
    text += decoder.decode(portion, { stream: true });
  }
  return text + decoder.decode();
}
