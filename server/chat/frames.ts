/** What the talk tells that is not a row: true for a moment, or for a list. */
import type { Phase } from "../../static/protocol.js";

/** What a waiting or running answer is doing; not a row, since it is true only for a moment. */
export interface PhaseFrame {
  type: "phase";
  conversation: string;
  /** The answer's id. */
  id: string;
  phase: Phase;
  /** 1 is next; only with `queued`. */
  position?: number;
  /** Milliseconds since 1970 when the phase began. */
  since: number;
}

/** One line of the list. */
export interface ListedLine {
  id: string;
  title: string;
  /** The one that answers in it; `""` is the server's default. */
  model: string;
  /** Milliseconds since 1970. */
  updated: number;
  /** Whether an answer waits or runs. */
  running: boolean;
  deleted?: true;
}

/** How one conversation stands now, or several that changed at once. */
export type ListedFrame =
  | { type: "conversation" } & ListedLine
  | { type: "conversations"; conversations: ListedLine[] };
