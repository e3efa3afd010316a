/** Images of a conversation on their way to a model that sees. */
import { Buffer } from "node:buffer";
import type { Blobs } from "../journal/blobs.ts";
import type { ChatRequest, Ollama } from "../ollama/ollama.ts";
import { UpstreamError } from "../ollama/ollama.ts";
import { lastQuestion } from "./leave_out.ts";
import type { Turn } from "./window.ts";

/** Turns without what the model cannot see, and how many images that were. */
export interface Seen {
  turns: Turn[];
  unseen: number;
}

/**
 * Leaves out the images of earlier questions where the model cannot see; where the last one has
 * some, that is no answer worth having.
 * @throws {UpstreamError} it says what to do
 */
export async function seenBy(
  model: string,
  turns: Turn[],
  { api, ollama, signal }: { api: "chat" | "generate"; ollama: Ollama; signal: AbortSignal },
): Promise<Seen> {
  const unseen = turns.reduce((sum, { shows = [] }) => sum + shows.length, 0);
  if (unseen === 0) return { turns, unseen };
  const canSee = api === "chat" &&
    (await ollama.details(model, { signal })).capabilities.includes("vision");
  if (canSee) return { turns, unseen: 0 };
  if (turns[lastQuestion(turns)]?.shows) {
    const why = api === "chat"
      ? `${model} cannot see images. Choose a model that can, or ask without the image.`
      : "Images cannot be sent with OLLAMA_API=generate. Set it to chat.";
    throw new UpstreamError("no_vision", why);
  }
  return { turns: turns.map(({ shows: _, ...turn }) => turn), unseen };
}

/**
 * A request with its images, which are read only now and let go with it. What is not there any more
 * is left out.
 * @param turns those of the request, one for each of its messages
 */
export async function withImages(
  body: ChatRequest,
  turns: readonly Turn[],
  { owner, blobs }: { owner: string; blobs: Blobs },
): Promise<ChatRequest> {
  const messages = [];
  for (const [at, message] of body.messages.entries()) {
    const images: string[] = [];
    for (const hash of turns[at]?.shows ?? []) {
      const blob = await blobs.get(owner, hash);
      if (blob) images.push(Buffer.from(blob.bytes).toString("base64"));
    }
    messages.push(images.length > 0 ? { ...message, images } : message);
  }
  return { ...body, messages };
}
