/** Signing in: the token is shown once and swapped for a cookie, or shown with every request. */
import type { Context } from "hono";
import { Hono } from "hono";
import { deleteCookie, setCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import * as v from "valibot";
import type { Credentials } from "./credentials.ts";
import { isSecure } from "./guard.ts";
import { failure, readJson } from "./json.ts";
import { sessionCookieName } from "./session_cookie.ts";

/** What Deno tells of a request besides the request itself, and what was found out about it. */
export interface Env {
  Bindings: { remoteAddr: Deno.Addr };
  /** Only where `seen` was asked before. */
  Variables: { isSignedIn: boolean };
}

const SESSION_DAYS = 30;
const SignIn = v.object({ token: v.string() });

const caller = (c: Context<Env>) => ({ headers: c.req.raw.headers, remoteAddr: c.env.remoteAddr });

/**
 * @returns `routes` for `/api/session`; `seen`, which lets strangers pass too and says who is one;
 * and `required`, which lets only the signed-in pass
 */
export function createSignIn(
  { credentials, trustProxy }: { credentials: Credentials; trustProxy: boolean },
) {
  const seen = createMiddleware<Env>(async (c, next) => {
    const shown = credentials.check(caller(c));
    if (shown === "unread") return tooManyTries(c);
    c.set("isSignedIn", shown === "right");
    await next();
  });

  const required = createMiddleware<Env>(async (c, next) => {
    const shown = credentials.check(caller(c));
    if (shown === "right") return await next();
    if (shown === "unread") return tooManyTries(c);
    c.header("www-authenticate", 'Bearer realm="Parley"');
    return failure(c, 401, { code: "not_signed_in", message: "Sign in with the server's token." });
  });

  const routes = new Hono<Env>()
    .post("/", async (c) => {
      if (credentials.isOpen) return c.body(null, 204);
      const given = await readJson(c, SignIn);
      if (given instanceof Response) return given;
      const guess = credentials.checkToken(given.token, caller(c));
      if (guess === "unread") return tooManyTries(c);
      if (guess === "wrong") {
        return failure(c, 401, { code: "wrong_token", message: "That is not the token." });
      }
      const secure = isSecure(c.req.raw.headers, { trustProxy });
      setCookie(c, sessionCookieName(secure), credentials.newCookie(), {
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

  return { routes, seen, required };
}

function tooManyTries(c: Context) {
  return failure(c, 429, {
    code: "too_many_tries",
    message: "Too many wrong tokens. Wait a minute and try again.",
  });
}
