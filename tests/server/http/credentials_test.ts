import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createCredentials } from "../../../server/http/credentials.ts";
import { createSession, sessionCookieName } from "../../../server/http/session_cookie.ts";

const TOKEN = "a token of some length";
const [HOME, ELSEWHERE] = ["192.168.0.1", "192.168.0.2"];

/** A door with a clock of its own, and who comes to it from an address. */
function door({ token = TOKEN }: { token?: string } = {}) {
  const clock = { now: 0 };
  const credentials = createCredentials({ token, trustProxy: false, now: () => clock.now });
  const from = (hostname: string, headers: Record<string, string> = {}) => ({
    headers: new Headers(headers),
    remoteAddr: { transport: "tcp", hostname, port: 9 } as const,
  });
  return {
    clock,
    credentials,
    from,
    show: (headers: Record<string, string>, hostname = HOME) =>
      credentials.check(from(hostname, headers)),
    type: (given: string, hostname = HOME) => credentials.checkToken(given, from(hostname)),
  };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const cookie = (value: string, secure = false) => ({
  cookie: `a=b; ${sessionCookieName(secure)}=${value}`,
});
/** A cookie that nobody was given: made of a guess at the token. */
const forged = (token: string) => {
  const { id, code } = createSession(token);
  return cookie(`${id}.${code}`);
};

const { id, code } = createSession(TOKEN);
const SHOWN: [what: string, headers: Record<string, string>, expected: string][] = [
  ["nothing", {}, "none"],
  ["the token", bearer(TOKEN), "right"],
  ["the token in another case", { authorization: `bearer ${TOKEN}` }, "right"],
  ["another token", bearer("wrong"), "wrong"],
  ["another scheme", { authorization: `Basic ${TOKEN}` }, "none"],
  ["the cookie", cookie(`${id}.${code}`), "right"],
  ["the https cookie", cookie(`${id}.${code}`, true), "right"],
  ["the token as cookie", cookie(encodeURIComponent(TOKEN)), "none"],
  ["a hash of the token as cookie", cookie(hash(`parley session\n${TOKEN}`)), "none"],
  ["an old token's cookie", forged("old"), "wrong"],
  ["another session's code", cookie(`${createSession(TOKEN).id}.${code}`), "wrong"],
  ["two cookies, one of them old", {
    cookie: `${forged("old").cookie}; ${cookie(`${id}.${code}`, true).cookie}`,
  }, "right"],
  ["a wrong token and the cookie", { ...bearer("wrong"), ...cookie(`${id}.${code}`) }, "wrong"],
];
for (const [what, headers, expected] of SHOWN) {
  Deno.test(`check() is ${expected} for who shows ${what}`, () => {
    assert.equal(door().show(headers), expected);
    const open = createCredentials({ trustProxy: false });
    assert.equal(open.check(door().from(HOME, headers)), "right");
  });
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

Deno.test("checkToken() does not look at a sixth guess within a minute, not even at the right one", () => {
  const t = door();
  for (let n = 0; n < 5; n++) {
    t.clock.now += 10_000;
    assert.equal(t.type(`wrong ${n}`), "wrong");
  }
  assert.equal(t.type(TOKEN), "unread");
  assert.equal(t.show(bearer(TOKEN)), "unread");
  assert.equal(t.type(TOKEN, ELSEWHERE), "right", "each address has its own tries");
  t.clock.now = 69_999;
  assert.equal(t.type(TOKEN), "unread");
  t.clock.now = 70_000;
  assert.equal(t.type("wrong again"), "wrong", "a minute after the first one");
  assert.equal(t.type(TOKEN), "unread", "five in any minute");
  t.clock.now = 80_000;
  assert.equal(t.type(TOKEN), "right");
});

Deno.test("check() takes no try from who is right, or shows nothing", () => {
  const t = door();
  for (let n = 0; n < 20; n++) {
    assert.equal(t.show({}), "none");
    assert.equal(t.show(bearer(TOKEN)), "right");
    assert.equal(t.show(cookie(`${id}.${code}`)), "right");
  }
  for (let n = 0; n < 5; n++) assert.equal(t.type("wrong"), "wrong");
});

Deno.test("check() lets the signed-in pass whose address has no tries left", () => {
  const t = door();
  const given = cookie(t.credentials.newCookie());
  assert.equal(t.show(cookie(`${id}.${code}`)), "right", "one from before a restart");
  for (let n = 0; n < 9; n++) {
    t.type("wrong");
    t.show(forged("wrong"));
  }
  assert.equal(t.show(given), "right");
  assert.equal(t.show(cookie(`${id}.${code}`)), "right");
  const { id: other, code: mine } = createSession(TOKEN);
  assert.equal(t.show(cookie(`${other}.${mine}`)), "unread", "but a guess is a guess");
});

Deno.test("check() counts cookies apart, so that old ones keep nobody from typing the new token", () => {
  const t = door();
  for (let n = 0; n < 5; n++) assert.equal(t.show(forged("old")), "wrong");
  assert.equal(t.show(forged("old")), "unread");
  assert.equal(t.type(TOKEN), "right");
  assert.equal(t.show(cookie(t.credentials.newCookie())), "right");
});

Deno.test("newCookie() is another one each time, and good after a restart", () => {
  const t = door();
  const [one, two] = [t.credentials.newCookie(), t.credentials.newCookie()];
  assert.notEqual(one, two);
  const again = door();
  assert.equal(again.show(cookie(one)), "right");
  assert.equal(again.show(cookie(two)), "right");
  assert.equal(door({ token: "another token there" }).show(cookie(one)), "wrong");
});
