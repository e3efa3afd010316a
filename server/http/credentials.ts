/**
 * Who has the token: the one place where a token, or the cookie got for it, is compared, whatever
 * route it comes by. So no guess goes uncounted; docs/SECURITY.md says what is counted, and why.
 */
import { clientAddress, sameSecret } from "./guard.ts";
import { createSession, isSessionOf, readSessions, type Session } from "./session_cookie.ts";
import { createTries, type Guess } from "./tries.ts";

/** As much of a request as says who it is from. */
export interface Caller {
  headers: Headers;
  remoteAddr: Deno.Addr;
}

/** What someone showed: `none` is nothing at all, which takes no try. */
export type Shown = Guess | "none";

export interface Credentials {
  /** No token is asked for: everyone is `right`. */
  readonly isOpen: boolean;
  /** What a request shows, by `Authorization: Bearer` or else by its cookie. */
  check(caller: Caller): Shown;
  /** What a token is that was given in another way. */
  checkToken(given: string, caller: Caller): Guess;
  /** The value of a new session's cookie. */
  newCookie(): string;
}

const OPEN: Credentials = {
  isOpen: true,
  check: () => "right",
  checkToken: () => "right",
  newCookie: () => "",
};

const MAX_SESSIONS = 10_000;

/**
 * @param options.token unset: everyone may come in
 * @param options.now milliseconds on a clock that only goes forward
 */
export function createCredentials(
  { token, trustProxy, now }: { token?: string; trustProxy: boolean; now?: () => number },
): Credentials {
  if (token === undefined) return OPEN;
  const tokens = createTries({ now });
  // Counted apart: the cookies of a former token keep nobody from typing the new one.
  const cookies = createTries({ now });
  /** Ids of sessions that were right once. Nobody can guess such an id, so they need no try. */
  const known = new Set<string>();

  const addressOf = ({ headers, remoteAddr }: Caller) =>
    clientAddress(headers, { remoteAddr, trustProxy });

  /** What is forgotten is looked at again, like any session from before a restart. */
  const remember = ({ id }: Session) => {
    if (known.size >= MAX_SESSIONS) known.clear();
    known.add(id);
  };

  const checkToken = (given: string, caller: Caller): Guess =>
    tokens.guess(addressOf(caller), () => sameSecret(given, token));

  const checkSession = (session: Session, caller: Caller): Guess => {
    const isRight = () => isSessionOf(token, session);
    if (known.has(session.id)) return isRight() ? "right" : "wrong";
    const guess = cookies.guess(addressOf(caller), isRight);
    if (guess === "right") remember(session);
    return guess;
  };

  return {
    isOpen: false,
    checkToken,
    check(caller) {
      const { headers } = caller;
      const bearer = /^Bearer (.+)$/i.exec(headers.get("authorization") ?? "")?.[1];
      if (bearer !== undefined) return checkToken(bearer, caller);
      const shown = readSessions(headers).map((session) => checkSession(session, caller));
      return (["right", "unread", "wrong"] as const).find((one) => shown.includes(one)) ?? "none";
    },
    newCookie() {
      const session = createSession(token);
      remember(session);
      return `${session.id}.${session.code}`;
    },
  };
}
