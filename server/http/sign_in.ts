/** Signing in: the token is shown once and swapped for a cookie, or shown with every request. */
import type { Context } from "hono";
import { Hono } from "hono";
import { deleteCookie, setCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import * as v from "valibot";
import { createRate, type Rate } from "../socket/rate.ts";
import { failure, readJson } from "./json.ts";
import {
  clientAddress,
  isSecure,
  isSignedIn,
  sameSecret,
  sessionCookieName,
  sessionCookieValue,
} from "./guard.ts";

export interface SignInOptions {
  /** Unset: everyone is signed in. */
  token?: string;
  trustProxy: boolean;
}

/** What Deno tells of a request besides the request itself. */
export type Env = { Bindings: { remoteAddr: Deno.Addr } };

const WRONG_TOKENS_A_MINUTE = 5;
const MAX_ADDRESSES = 10_000;
const SESSION_DAYS = 30;
const SignIn = v.object({ token: v.string() });

/** @returns `routes` for `/api/session`, and `required`, which lets only the signed-in pass */
export function createSignIn({ token, trustProxy }: SignInOptions) {
  const tries = new Map<string, Rate>();

  /** Takes one of an address's tries. @returns whether it had one left */
  function takeTry(c: Context<Env>): boolean {
    const { remoteAddr } = c.env;
    const address = clientAddress(c.req.raw.headers, { remoteAddr, trustProxy });
    // Forgetting all at once helps nobody who has fewer addresses than this.
    if (tries.size >= MAX_ADDRESSES) tries.clear();
    const rate = tries.get(address) ??
      createRate({ perSecond: WRONG_TOKENS_A_MINUTE / 60, burst: WRONG_TOKENS_A_MINUTE });
    tries.set(address, rate);
    return rate.take();
  }

  const required = createMiddleware<Env>(async (c, next) => {
    const { headers } = c.req.raw;
    if (isSignedIn(headers, token)) return await next();
    if (headers.has("authorization") && !takeTry(c)) return tooManyTries(c);
    c.header("www-authenticate", 'Bearer realm="Parley"');
    return failure(c, 401, { code: "not_signed_in", message: "Sign in with the server's token." });
  });

  const routes = new Hono<Env>()
    .post("/", async (c) => {
      if (token === undefined) return c.body(null, 204);
      const given = await readJson(c, SignIn);
      if (given instanceof Response) return given;
      if (!sameSecret(given.token, token)) {
        if (!takeTry(c)) return tooManyTries(c);
        return failure(c, 401, { code: "wrong_token", message: "That is not the token." });
      }
      const secure = isSecure(new URL(c.req.url), c.req.raw.headers, trustProxy);
      setCookie(c, sessionCookieName(secure), sessionCookieValue(token), {
        httpOnly: true,
        sameSite: "Strict",
        path: "/",
        secure,
        maxAge: SESSION_DAYS * 24 * 60 * 60,
      });
      return c.body(null, 204);
    })
    .delete("/", (c) => {
      for (const secure of [true, false]) {
        deleteCookie(c, sessionCookieName(secure), { path: "/", secure });
      }
      return c.body(null, 204);
    });

  return { routes, required };
}

function tooManyTries(c: Context) {
  return failure(c, 429, {
    code: "too_many_tries",
    message: "Too many wrong tokens. Wait a minute and try again.",
  });
}
