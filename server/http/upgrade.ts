/**
 * The only caller of `Deno.upgradeWebSocket`: lets in or turns away, then text in, text out. What
 * Deno leaves open is closed here: sizes, slow readers, how many sockets an address may have, and
 * handlers that throw.
 */
import { CLOSE, LIMITS, SUBPROTOCOL } from "../../static/protocol.js";
import { describe } from "../describe.ts";
import type { Log } from "../log.ts";
import type { Line, StartTalk, Talk } from "../socket/line.ts";
import {
  checkHandshake,
  checkHost,
  checkOrigin,
  isLoopbackAddress,
  isSignedIn,
  type Turned,
} from "./guard.ts";
import { OWNER } from "./owner.ts";
import { createSlowReaderWatch } from "./slow_reader.ts";
import { addressOf } from "./sign_in.ts";

export interface UpgradeOptions {
  /** Begins the talk with a client that offered `parley.v1`, or no sub-protocol. */
  talks: { conversations: StartTalk; basic: StartTalk };
  /** Names the page this server serves. */
  build: string;
  token?: string;
  trustProxy: boolean;
  allowedHosts: readonly string[];
  maxSocketsPerAddress: number;
  log: Log;
}

export type Upgrade = ReturnType<typeof createUpgrade>;

export function createUpgrade(
  { talks, build, token, trustProxy, allowedHosts, maxSocketsPerAddress, log }: UpgradeOptions,
) {
  const sockets = new Set<WebSocket>();
  const perAddress = new Map<string, number>();

  /** Answers a request for `/ws`. */
  function upgrade(request: Request, remoteAddr: Deno.Addr): Response {
    const { method, headers } = request;
    const turned = checkHost(headers, allowedHosts) ?? checkHandshake(method, headers) ??
      checkOrigin(headers);
    if (turned) return refuse(turned);
    const offered = headers.get("sec-websocket-protocol")?.split(",").map((name) => name.trim());
    const conversations = offered?.includes(SUBPROTOCOL) ?? false;
    const signedIn = isSignedIn(headers, token);
    // A page cannot see why a handshake failed, so it is let in to be told.
    if (!signedIn && !conversations) return refuse({ status: 401, message: "Show the token." });
    const address = addressOf(headers, { remoteAddr, trustProxy });
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
    /** Says goodbye to everyone. */
    closeAll() {
      for (const socket of sockets) socket.close(CLOSE.goingAway, "the server is going away");
    },
  };
}

/** Ties a socket's events to a talk. Nothing a talk throws gets past this function. */
function talkOver(
  socket: WebSocket,
  { start, onEnd, log }: { start: (line: Line) => Talk; onEnd: () => void; log: Log },
) {
  const line = lineOf(socket);
  let talk: Talk | undefined;
  const guarded = <A extends unknown[]>(act: (...args: A) => void) => (...args: A) => {
    try {
      act(...args);
    } catch (error) {
      log.error("A socket's handler failed: {error}", { error: describe(error) });
      line.close(CLOSE.internal, "internal error");
    }
  };
  socket.onopen = guarded(() => {
    talk = start(line);
  });
  socket.onmessage = guarded(({ data }: MessageEvent<unknown>) => {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (typeof data !== "string") return line.close(CLOSE.unsupportedData, "text only");
    // UTF-8 takes at most three bytes a unit, so most frames need not be measured.
    if (data.length * 3 > LIMITS.frameBytes && byteLength(data) > LIMITS.frameBytes) {
      return line.close(CLOSE.tooBig, `at most ${LIMITS.frameBytes} bytes a frame`);
    }
    talk?.onText(data);
  });
  socket.onclose = guarded(() => {
    onEnd();
    talk?.onClose();
  });
  // A close event follows, and an error event tells nothing that could be acted on.
  socket.onerror = (event) => event.preventDefault();
}

function lineOf(socket: WebSocket): Line {
  const close = (code: number, reason: string) => {
    if (socket.readyState === WebSocket.OPEN) socket.close(code, reason);
  };
  const watch = createSlowReaderWatch({ onSlow: () => close(CLOSE.tooSlow, "too slow") });
  return {
    send(text) {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (watch.allows(socket.bufferedAmount)) socket.send(text);
    },
    close,
  };
}

function hangUp(line: Line, code: number, reason: string): Talk {
  line.close(code, reason);
  return { onText() {}, onClose() {} };
}

const encoder = new TextEncoder();
function byteLength(text: string): number {
  return encoder.encode(text).byteLength;
}

function refuse({ status, message }: Omit<Turned, "status"> & { status: Turned["status"] | 429 }) {
  const headers = new Headers({ "x-content-type-options": "nosniff", "cache-control": "no-store" });
  if (status === 405) headers.set("allow", "GET");
  if (status === 426) {
    headers.set("upgrade", "websocket");
    headers.set("sec-websocket-version", "13");
  }
  return Response.json({ error: { code: "refused", message } }, { status, headers });
}
