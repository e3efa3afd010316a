/**
 * The cookie of who is signed in: a random id, and a code over it that only who has the token can
 * make. So nothing need be stored for it to outlive a restart, and the token is not in it.
 */
import { createHmac, randomBytes } from "node:crypto";
import { parse } from "hono/utils/cookie";
import { sameSecret } from "./guard.ts";

export interface Session {
  /** 128 random bits. */
  id: string;
  code: string;
}

/** The cookie's name; the longer one is bound to https and this host by the browser itself. */
export function sessionCookieName(secure: boolean): string {
  return secure ? "__Host-parley" : "parley";
}

/** A new session; its cookie's value is `ID.CODE`. */
export function createSession(token: string): Session {
  const id = randomBytes(16).toString("base64url");
  return { id, code: codeOf(id, token) };
}

/** What stands in a request's cookies, right or wrong; what no server gave out is left out. */
export function readSessions(headers: Headers): Session[] {
  const cookies = parse(headers.get("cookie") ?? "");
  return [true, false].flatMap((secure) => {
    const value = cookies[sessionCookieName(secure)] ?? "";
    const [, id, code] = /^([\w-]{22})\.([\w-]{43})$/.exec(value) ?? [];
    return id ? [{ id, code }] : [];
  });
}

/** Whether a session was made with this token. */
export function isSessionOf(token: string, { id, code }: Session): boolean {
  return sameSecret(code, codeOf(id, token));
}

function codeOf(id: string, token: string): string {
  return createHmac("sha256", token).update(`parley session\n${id}`).digest("base64url");
}
