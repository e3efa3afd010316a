/** The page of a conversation that comes after the one just sent. */
import type { ClientFrame } from "./protocol.ts";

/** What asks for it. */
export interface NextPage {
  conversation: string;
  epoch: string;
  since: number;
}

/**
 * Whether a frame goes on from the page that its socket was sent last. Such a frame is an answer to
 * what the server itself said, so it costs nothing of the rate. There is at most one for each page,
 * and it asks for what comes after: who wants the beginning again has to pay for it.
 */
export function isNextPage(next: NextPage | undefined, frame: ClientFrame): boolean {
  return next !== undefined && frame.type === "open" &&
    frame.conversation === next.conversation && frame.since === next.since &&
    (frame.epoch ?? next.epoch) === next.epoch;
}
