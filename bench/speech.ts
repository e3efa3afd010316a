/** How a client asks, over each of the lines that are measured. */
import { SUBPROTOCOL } from "../static/protocol.js";

export interface Speech {
  path: string;
  /** @default {[]} none */
  protocols?: string[];
  /** Frames that ask a question, each about something new. */
  ask(message: string): Record<string, unknown>[];
}

export type SpeechName = keyof typeof SPEECHES;

const alone = (message: string) => [{ message }];

export const SPEECHES = {
  /** Parley's conversations: tokens are sent as rows, many to a frame where they come quickly. */
  conversations: {
    path: "/ws",
    protocols: [SUBPROTOCOL],
    ask(message) {
      const conversation = crypto.randomUUID();
      return [
        { type: "open", conversation },
        { type: "prompt", conversation, id: crypto.randomUUID(), message },
      ];
    },
  },
  /** The bare loop's tokens, one to a frame. */
  bareTokens: { path: "/ws?stream", ask: alone },
  /** The basic protocol, which both speak. */
  basic: { path: "/ws", ask: alone },
} satisfies Record<string, Speech>;
