/**
 * The line to the server: one socket at a time, found dead within 30 seconds, dialled again with
 * growing patience. It knows `hello`, `ping` and the close codes, and nothing else of what is said.
 *
 * @import { ServerFrame, ClientFrame } from "../server/socket/protocol.ts"
 * @import { Row } from "../server/journal/rows.ts"
 * @import { Clock } from "./clock.js"
 */
import { backoff } from "./backoff.js";
import { clock as realClock } from "./clock.js";
import { parseFrame } from "./frame.js";
import { createHeartbeat } from "./heartbeat.js";
import { CLOSE, SUBPROTOCOL } from "./protocol.js";

/** @typedef {"idle" | "connecting" | "open" | "waiting" | "signed_out" | "outdated"} LineState */

/**
 * As much of a WebSocket as is used here.
 * @typedef {object} Socket
 * @property {(text: string) => void} send
 * @property {() => void} close
 * @property {((event: MessageEvent) => void) | null} onmessage
 * @property {((event: CloseEvent) => void) | null} onclose
 */

/** How long a socket may take until it says `hello`, and how long it must have been open to count
 * as good, in milliseconds. */
const PATIENCE = { hello: 10_000, steady: 5_000 };

/**
 * Every state's ways on; any other move is ignored.
 * @type {Record<LineState, readonly LineState[]>}
 */
const MOVES = {
  idle: ["connecting"],
  connecting: ["open", "waiting", "signed_out", "outdated", "idle"],
  open: ["waiting", "signed_out", "outdated", "idle"],
  waiting: ["connecting", "idle"],
  signed_out: ["connecting", "idle"],
  outdated: ["idle"],
};

/** @type {Partial<Record<number, LineState>>} */
const STATE_AFTER = { [CLOSE.notSignedIn]: "signed_out", [CLOSE.outOfDate]: "outdated" };

/** @typedef {ReturnType<typeof createConnection>} Connection */

/**
 * @param {string} url
 * @param {object} options
 * @param {(frame: ServerFrame | Row) => void} options.onFrame
 * @param {(state: LineState) => void} options.onState
 * @param {string} [options.build] which page this is; a server with another makes it `outdated`
 * @param {new (url: string, protocol: string) => Socket} [options.WebSocket]
 * @param {Clock} [options.clock]
 * @param {() => number} [options.random]
 */
export function createConnection(
  url,
  {
    onFrame,
    onState,
    build = "",
    WebSocket = globalThis.WebSocket,
    clock = realClock,
    random = Math.random,
  },
) {
  /** @type {LineState} */
  let state = "idle";
  /** @type {Socket | undefined} the current one; what any other says is no longer heard */
  let socket;
  let failures = 0;
  let openedAt = 0;
  let callOff = () => {};
  const heartbeat = createHeartbeat({
    ask: () => send({ type: "ping", at: clock.now() }),
    onDead: () => lose(),
    clock,
  });

  /** @param {LineState} next */
  function move(next) {
    if (!MOVES[state].includes(next)) return false;
    callOff();
    heartbeat.stop();
    state = next;
    onState(next);
    return true;
  }

  function dial() {
    if (!move("connecting")) return;
    const mine = new WebSocket(url, SUBPROTOCOL);
    socket = mine;
    mine.onmessage = ({ data }) => mine === socket && hear(data);
    mine.onclose = ({ code }) => mine === socket && lose(code);
    callOff = clock.after(PATIENCE.hello, lose);
  }

  /** @param {unknown} data */
  function hear(data) {
    heartbeat.heard();
    const frame = parseFrame(data);
    if (!frame) return;
    if (frame.type === "hello") {
      if (build && frame.build !== build) return lose(CLOSE.outOfDate);
      openedAt = clock.now();
      if (move("open")) heartbeat.watch();
    }
    if (state === "open") onFrame(frame);
  }

  /** @param {number} [code] of the socket's close; none when we gave it up ourselves */
  function lose(code = 0) {
    hangUp();
    const final = STATE_AFTER[code];
    if (final) return void move(final);
    if (state === "open" && clock.now() - openedAt >= PATIENCE.steady) failures = 0;
    if (move("waiting")) callOff = clock.after(backoff(failures++, { random }), dial);
  }

  function hangUp() {
    const gone = socket;
    socket = undefined;
    gone?.close();
  }

  /**
   * @param {ClientFrame} frame
   * @returns {boolean} whether it was handed to an open line
   */
  function send(frame) {
    if (state !== "open") return false;
    socket?.send(JSON.stringify(frame));
    return true;
  }

  return {
    send,
    /** Begins, or begins again after signing in. */
    start() {
      failures = 0;
      dial();
    },
    /** Something hints that things have changed: tries now what would be tried later. */
    wake() {
      if (state === "waiting") dial();
      else if (state === "open") heartbeat.probe();
    },
    /** Ends it, until `start`. */
    stop() {
      hangUp();
      move("idle");
    },
  };
}
