/** How a request is turned away. */
import type { RefusedCode } from "../../static/protocol.js";

/** A request that was not taken. `message` is for people. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly code: RefusedCode;
  constructor(code: RefusedCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** @returns a sentence with both numbers */
export function tooLong(length: number, limit: number): string {
  return `This message has ${length} characters; at most ${limit} are taken.`;
}
