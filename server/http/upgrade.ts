/**
 * The only caller of `Deno.upgradeWebSocket`: lets in or turns away, and counts how many sockets
 * an address has, which Deno does not.
 */
import { CLOSE, SUBPROTOCOL } from "../../static/protocol.js";
import type { Log } from "../log.ts";
import type { Line, StartTalk, Talk } from "../socket/line.ts";
import type { Credentials } from "./credentials.ts";
import {
  checkHandshake,
  checkHost,
  checkOrigin,
  clientAddress,
  isLoopbackAddress,
  type Turned,
} from "./guard.ts";
import { OWNER } from "./owner.ts";
import { talkOver } from "./talk_over.ts";

export interface UpgradeOptions {
  /** Begins the talk with a client that offered `parley.v1`, or no sub-protocol. */
  talks: { conversations: StartTalk; basic: StartTalk };
  /** Names the page this server serves. */
  build: string;
  credentials: Credentials;
  trustProxy: boolean;
  allowedHosts: readonly string[];
  maxSocketsPerAddress: number;
  log: Log;
}

export type Upgrade = ReturnType<typeof createUpgrade>;

export function createUpgrade(
  {
    talks,
    build,
    credentials,
    trustProxy,
    allowedHosts,
    maxSocketsPerAddress,
    log,
  }: UpgradeOptions,
) {
  const sockets = new Set<WebSocket>();
  const perAddress = new Map<string, number>();
  let closed = false;

  /** Answers a request for `/ws`. */
  function upgrade(request: Request, remoteAddr: Deno.Addr): Response {
    const { method, headers } = request;
    const turned = checkHost(headers, allowedHosts) ?? checkHandshake(method, headers) ??
      checkOrigin(headers);
    if (turned) return refuse(turned);
    if (closed) return refuse({ status: 503, message: "The server is going away." });
    const offered = headers.get("sec-websocket-protocol")?.split(",").map((name) => name.trim());
    const conversations = offered?.includes(SUBPROTOCOL) ?? false;
    const shown = credentials.check({ headers, remoteAddr });
    const signedIn = shown === "right";
    // A page cannot see why a handshake failed, so it is let in to be told.
    if (!signedIn && !conversations) {
      return refuse(
        shown === "unread"
          ? { status: 429, message: "Too many wrong tokens from your address. Wait a minute." }
          : { status: 401, message: "Show the token." },
      );
    }
    const address = clientAddress(headers, { remoteAddr, trustProxy });
    const limited = !isLoopbackAddress(address);
    if (limited && (perAddress.get(address) ?? 0) >= maxSocketsPerAddress) {
      return refuse({ status: 429, message: "Too many connections from your address." });
    }
    const pageBuild = new URL(request.url).searchParams.get("build");
    const { socket, response } = Deno.upgradeWebSocket(
      request,
      conversations ? { protocol: SUBPROTOCOL } : {},
    );
    sockets.add(socket);
    if (limited) perAddress.set(address, (perAddress.get(address) ?? 0) + 1);
    talkOver(socket, {
      log,
      start(line) {
        if (!signedIn) return hangUp(line, CLOSE.notSignedIn, "not signed in");
        if (pageBuild !== null && pageBuild !== build) {
          // Still greeted, so that the page learns which build it should be.
          talks.conversations(line, { owner: OWNER }).onClose();
          return hangUp(line, CLOSE.outOfDate, "page is out of date");
        }
        return talks[conversations ? "conversations" : "basic"](line, { owner: OWNER });
      },
      onEnd() {
        sockets.delete(socket);
        if (!limited) return;
        const left = (perAddress.get(address) ?? 1) - 1;
        if (left > 0) perAddress.set(address, left);
        else perAddress.delete(address);
      },
    });
    return response;
  }

  return {
    upgrade,
    /** Sockets that are open, or closing and still held by a silent peer. */
    get count() {
      return sockets.size;
    },
    /** Says goodbye to everyone, and lets nobody in any more. */
    closeAll() {
      closed = true;
      for (const socket of sockets) socket.close(CLOSE.goingAway, "the server is going away");
    },
  };
}

function hangUp(line: Line, code: number, reason: string): Talk {
  line.close(code, reason);
  return { onText() {}, onClose() {} };
}

function refuse(
  { status, message }: Omit<Turned, "status"> & { status: Turned["status"] | 429 | 503 },
) {
  const headers = new Headers({ "x-content-type-options": "nosniff", "cache-control": "no-store" });
  if (status === 405) headers.set("allow", "GET");
  if (status === 426) {
    headers.set("upgrade", "websocket");
    headers.set("sec-websocket-version", "13");
  }
  return Response.json({ error: { code: "refused", message } }, { status, headers });
}
