/** The seam between a socket and what is said over it: text in, text out. */

/** What a protocol may do to its socket. Both are safe on a socket that is already closed. */
export interface Line {
  send(text: string): void;
  close(code: number, reason: string): void;
}

/** What a protocol does with its socket; made when the socket is open. */
export interface Talk {
  onText(text: string): void;
  /** The socket is closed; nothing can be sent any more. */
  onClose(): void;
}

/** Begins a talk on an open line, for someone who was let in. */
export type StartTalk = (line: Line, visitor: { owner: string }) => Talk;
