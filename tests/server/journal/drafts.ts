/** Rows to append, in short. */
import type {
  AiRow,
  ErrorRow,
  TokenRow,
  TypingRow,
  UserRow,
} from "../../../server/journal/rows.ts";

export function user(
  id: string,
  { message = "Hello?", parent = null, ...more }: Partial<UserRow> = {},
) {
  return { type: "user", id, parent, message, ...more } satisfies UserRow;
}

/** An answer to the prompt `u`, asked for by that prompt unless a request is named. */
export function typing(id: string, { parent = "u", request = parent }: Partial<TypingRow> = {}) {
  return { type: "typing", id, parent, request, model: "m", message: "…" } satisfies TypingRow;
}

export function token(id: string, { offset = 0, message = "Hi" }: Partial<TokenRow> = {}) {
  return { type: "token", id, offset, message } satisfies TokenRow;
}

export function thinking(id: string): TokenRow {
  return { ...token(id), type: "thinking" };
}

export function ai(id: string): AiRow {
  return { type: "ai", id, reason: "stop", message: "Hi" };
}

export function failed(id: string): ErrorRow {
  return { type: "error", id, code: "timeout", message: "It took too long.", text: "Hi" };
}
