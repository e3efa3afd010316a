/** Who may come in: pure functions of a request's headers, each with the rule it holds. */
import { createHash, timingSafeEqual } from "node:crypto";

/** Why a request is turned away: an HTTP status and a plain sentence. */
export interface Turned {
  status: 400 | 401 | 403 | 405 | 421 | 426;
  message: string;
}

const LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Against DNS rebinding: the `Host` header must name this server. The header is read, not the
 * URL, since a URL is made up where the header is missing.
 * @param allowed further names, each with or without a port
 */
export function checkHost(headers: Headers, allowed: readonly string[]): Turned | undefined {
  const host = headers.get("host")?.toLowerCase() ?? "";
  const name = host.replace(/:\d+$/, "");
  const known = [...LOCAL_HOSTS, ...allowed.map((entry) => entry.toLowerCase())];
  // A port that cannot be makes an address that nothing can be asked about.
  const possible = URL.canParse(`http://${host}`);
  if (possible && (known.includes(name) || known.includes(host))) return undefined;
  return {
    status: 421,
    message: `This server is not called ${JSON.stringify(name)}. Add it to ALLOWED_HOSTS if it is.`,
  };
}

/**
 * Against other sites: an `Origin`, where there is one, must be the host that was asked. None at
 * all means that no browser asked.
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-10.2
 */
export function checkOrigin(headers: Headers): Turned | undefined {
  const origin = headers.get("origin");
  if (origin === null) return undefined;
  const host = headers.get("host");
  const url = URL.parse(origin);
  // Both are parsed with the origin's scheme, so that a default port may be said or left out.
  if (url && host && url.host === URL.parse(`${url.protocol}//${host}`)?.host) return undefined;
  return { status: 403, message: "Another site may not talk to this server." };
}

/** What a WebSocket handshake must say; Deno itself is laxer. @see https://www.rfc-editor.org/rfc/rfc6455#section-4.2.1 */
export function checkHandshake(method: string, headers: Headers): Turned | undefined {
  if (method !== "GET") return { status: 405, message: "A WebSocket begins with GET." };
  const includes = (name: string, token: string) =>
    headers.get(name)?.toLowerCase().split(",").some((part) => part.trim() === token) ?? false;
  if (!includes("upgrade", "websocket") || !includes("connection", "upgrade")) {
    return { status: 426, message: "This address speaks WebSocket only." };
  }
  if (headers.get("sec-websocket-version") !== "13") {
    return { status: 426, message: "This server speaks version 13 of WebSocket." };
  }
  if (!/^[A-Za-z0-9+/]{22}==$/.test(headers.get("sec-websocket-key") ?? "")) {
    return { status: 400, message: "The WebSocket key is missing or malformed." };
  }
  return undefined;
}

/** Compares without telling, by the time it takes, how much was right. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/**
 * The address a request is counted under. Behind a proxy that is trusted it is the one the proxy
 * itself saw, which it put last.
 */
export function clientAddress(
  headers: Headers,
  { remoteAddr, trustProxy }: { remoteAddr: Deno.Addr; trustProxy: boolean },
): string {
  const forwarded = trustProxy ? headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() : "";
  return forwarded || ("hostname" in remoteAddr ? remoteAddr.hostname : "local");
}

/** Whether an address is this machine's own, in either family. */
export function isLoopbackAddress(address: string): boolean {
  return address === "::1" || address === "local" || /^(::ffff:)?127\./.test(address);
}

/** Whether cookies may be marked `Secure`: browsers hold localhost to be as safe as https. */
export function isSecure(headers: Headers, { trustProxy }: { trustProxy: boolean }): boolean {
  if (trustProxy && headers.get("x-forwarded-proto") === "https") return true;
  return /^localhost(:|$)/i.test(headers.get("host") ?? "");
}
