/** Images of a conversation on their way to a model that sees. */
import { Buffer } from "node:buffer";
import type { Blobs } from "../journal/blobs.ts";
import type { ChatRequest, Ollama } from "../ollama/ollama.ts";
import { UpstreamError } from "../ollama/ollama.ts";
import { lastQuestion } from "./leave_out.ts";
import type { Turn } from "./estimate.ts";

/** Turns without what the model cannot see, and how many images that were. */
export interface Seen {
  turns: Turn[];
  unseen: number;
}

export interface SeenOptions {
  api: "chat" | "generate";
  ollama: Ollama;
  owner: string;
  blobs: Blobs;
  signal: AbortSignal;
}

/**
 * Leaves out images that are not here any more, and those of earlier questions where the model
 * cannot see; where it cannot and the last one has some, that is no answer worth having.
 * @throws {UpstreamError} it says what to do
 * @throws {JournalError}
 */
export async function seenBy(model: string, turns: Turn[], options: SeenOptions): Promise<Seen> {
  const all = count(turns);
  if (all === 0) return { turns, unseen: 0 };
  const { api, ollama, signal } = options;
  const canSee = api === "chat" &&
    (await ollama.details(model, { signal })).capabilities.includes("vision");
  if (!canSee) return { turns: withoutImages(turns, { model, api }), unseen: all };
  const here = await Promise.all(turns.map((turn) => withThoseHere(turn, options)));
  return { turns: here, unseen: all - count(here) };
}

function count(turns: readonly Turn[]): number {
  return turns.reduce((sum, { shows = [] }) => sum + shows.length, 0);
}

function withoutImages(
  turns: Turn[],
  { model, api }: { model: string; api: "chat" | "generate" },
): Turn[] {
  if (turns[lastQuestion(turns)]?.shows) {
    const why = api === "chat"
      ? `${model} cannot see images. Choose a model that can, or ask without the image.`
      : "Images cannot be sent with OLLAMA_API=generate. Set it to chat.";
    throw new UpstreamError("no_vision", why);
  }
  return turns.map(({ shows: _, ...turn }) => turn);
}

async function withThoseHere(turn: Turn, { owner, blobs }: SeenOptions): Promise<Turn> {
  if (!turn.shows) return turn;
  const shows: string[] = [];
  for (const hash of turn.shows) if (await blobs.has(owner, hash)) shows.push(hash);
  return { ...turn, shows };
}

/**
 * A request with its images, which are read only now and let go with it.
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
