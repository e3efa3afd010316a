import assert from "node:assert/strict";
import {
  checkHandshake,
  checkHost,
  checkOrigin,
  clientAddress,
  isLoopbackAddress,
  isSecure,
} from "../../../server/http/guard.ts";

const HOSTS: [host: string | undefined, allowed: string[], turned: boolean][] = [
  ["localhost", [], false],
  ["localhost:8000", [], false],
  ["LOCALHOST:8000", [], false],
  ["127.0.0.1:8081", [], false],
  ["[::1]:8000", [], false],
  ["evil.example", [], true],
  ["localhost.evil.example", [], true],
  ["127.0.0.1.evil.example:8000", [], true],
  ["127.0.0.2:8000", [], true],
  ["", [], true],
  [undefined, [], true],
  ["chat.example", ["chat.example"], false],
  ["chat.example:8443", ["chat.example"], false],
  ["chat.example:8443", ["chat.example:8443"], false],
  ["chat.example:9999", ["chat.example:8443"], true],
  ["other.example", ["chat.example"], true],
  ["a:b:c", [], true],
  ["localhost:99999", [], true],
  ["localhost:80:80", [], true],
  ["[::1", [], true],
  ["chat.example:99999", ["chat.example"], true],
  ["localhost/", [], true],
  ["me@localhost", [], true],
];
for (const [host, allowed, turned] of HOSTS) {
  Deno.test(`checkHost() ${turned ? "turns away" : "lets in"} ${host} where [${allowed}] is allowed`, () => {
    const headers = new Headers(host === undefined ? {} : { host });
    assert.equal(checkHost(headers, allowed)?.status, turned ? 421 : undefined);
  });
}

const ORIGINS: [origin: string | undefined, host: string, turned: boolean][] = [
  [undefined, "localhost:8000", false],
  ["http://localhost:8000", "localhost:8000", false],
  ["http://localhost:8001", "localhost:8000", true],
  ["http://localhost", "localhost:8000", true],
  ["http://127.0.0.1:8000", "localhost:8000", true],
  ["http://127.0.0.2:8000", "127.0.0.1:8000", true],
  ["https://chat.example", "chat.example", false],
  ["https://chat.example", "chat.example:443", false],
  ["http://chat.example", "chat.example:80", false],
  ["https://chat.example:8443", "chat.example:8443", false],
  ["https://evil.example", "chat.example", true],
  ["null", "localhost:8000", true],
  ["", "localhost:8000", true],
  ["file://", "localhost:8000", true],
  ["not a url", "localhost:8000", true],
];
for (const [origin, host, turned] of ORIGINS) {
  Deno.test(`checkOrigin() ${turned ? "turns away" : "lets in"} ${origin} at ${host}`, () => {
    const headers = new Headers({ host, ...(origin === undefined ? {} : { origin }) });
    assert.equal(checkOrigin(headers)?.status, turned ? 403 : undefined);
  });
}

const GOOD = {
  upgrade: "websocket",
  connection: "keep-alive, Upgrade",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};
const HANDSHAKES: [what: string, method: string, headers: Partial<typeof GOOD>, status?: number][] =
  [
    ["a good one", "GET", {}],
    ["POST", "POST", {}, 405],
    ["HEAD", "HEAD", {}, 405],
    ["no upgrade", "GET", { upgrade: undefined }, 426],
    ["another upgrade", "GET", { upgrade: "h2c" }, 426],
    ["no connection", "GET", { connection: "keep-alive" }, 426],
    ["version 8", "GET", { "sec-websocket-version": "8" }, 426],
    ["no version", "GET", { "sec-websocket-version": undefined }, 426],
    ["no key", "GET", { "sec-websocket-key": undefined }, 400],
    ["a short key", "GET", { "sec-websocket-key": "abc" }, 400],
  ];
for (const [what, method, changed, status] of HANDSHAKES) {
  Deno.test(`checkHandshake() ${status ? `answers ${status} to` : "lets in"} ${what}`, () => {
    const entries = Object.entries({ ...GOOD, ...changed })
      .flatMap(([name, value]) => value === undefined ? [] : [[name, value] as [string, string]]);
    assert.equal(checkHandshake(method, new Headers(entries))?.status, status);
  });
}

Deno.test("clientAddress() believes a proxy only when told to, and only its own last word", () => {
  const headers = new Headers({ "x-forwarded-for": "6.6.6.6, 10.0.0.1" });
  const remoteAddr = { transport: "tcp", hostname: "192.168.0.1", port: 9 } as const;
  const { hostname } = remoteAddr;
  assert.equal(clientAddress(headers, { remoteAddr, trustProxy: false }), hostname);
  assert.equal(clientAddress(headers, { remoteAddr, trustProxy: true }), "10.0.0.1");
  assert.equal(clientAddress(new Headers(), { remoteAddr, trustProxy: true }), hostname);
  const unix = { transport: "unix", path: "/run/parley" } as const;
  const local = clientAddress(new Headers(), { remoteAddr: unix, trustProxy: false });
  assert.equal(isLoopbackAddress(local), true);
});

Deno.test("isLoopbackAddress() knows this machine in both families", () => {
  for (const address of ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"]) {
    assert.equal(isLoopbackAddress(address), true, address);
  }
  for (const address of ["10.0.0.1", "::2", "128.0.0.1"]) {
    assert.equal(isLoopbackAddress(address), false, address);
  }
});

Deno.test("isSecure() is true on localhost, and where a trusted proxy says that it is https", () => {
  const at = (host: string, forwarded = {}) => new Headers({ host, ...forwarded });
  const https = { "x-forwarded-proto": "https" };
  assert.equal(isSecure(at("localhost:8000"), { trustProxy: false }), true);
  assert.equal(isSecure(at("LOCALHOST"), { trustProxy: false }), true);
  assert.equal(isSecure(at("localhost.example"), { trustProxy: false }), false);
  assert.equal(isSecure(at("127.0.0.1:8000"), { trustProxy: false }), false);
  assert.equal(isSecure(at("a.example", https), { trustProxy: false }), false);
  assert.equal(isSecure(at("a.example", https), { trustProxy: true }), true);
});
