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

/**
 * @typedef {object} ConnectionOptions
 * @property {(frame: ServerFrame | Row) => void} onFrame
 * @property {(state: LineState, detail: { retryIn?: number }) => void} onState `retryIn` is
 *   milliseconds, with `waiting`
 * @property {string} [build] which page this is; a server with another one makes it `outdated`
 * @property {new (url: string, protocol: string) => Socket} [WebSocket]
 * @property {Clock} [clock]
 * @property {() => number} [random]
 */

/** How long a socket may take until it said `hello`, how long it may be silent, and how long it
 * may take to answer a ping; how long it must have lived to count as good. In milliseconds. */
const PATIENCE = { hello: 10_000, silence: 20_000, pong: 10_000, steady: 5_000 };

/**
 * Every state's way on; any other move is ignored.
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
 * @param {ConnectionOptions} options
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
  let heardAt = 0;
  let callOff = () => {};

  /**
   * @param {LineState} next
   * @param {{ retryIn?: number }} [detail]
   */
  function move(next, detail = {}) {
    if (!MOVES[state].includes(next)) return false;
    callOff();
    state = next;
    onState(next, detail);
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
    heardAt = clock.now();
    const frame = parse(data);
    if (!frame) return;
    if (frame.type === "hello") {
      if (build && frame.build !== build) return lose(CLOSE.outOfDate);
      if (move("open")) {
        openedAt = heardAt;
        watch();
      }
    }
    if (state === "open") onFrame(frame);
  }

  /** @param {number} [code] of the socket's close; none when we gave it up ourselves */
  function lose(code = 0) {
    drop();
    const final = STATE_AFTER[code];
    if (final) return void move(final);
    if (state === "open" && clock.now() - openedAt >= PATIENCE.steady) failures = 0;
    const retryIn = backoff(failures, { random });
    failures++;
    if (move("waiting", { retryIn })) callOff = clock.after(retryIn, dial);
  }

  function drop() {
    const gone = socket;
    socket = undefined;
    gone?.close();
  }

  function watch() {
    const rest = heardAt + PATIENCE.silence - clock.now();
    if (rest > 0) callOff = clock.after(rest, watch);
    else probe();
  }

  function probe() {
    const asked = clock.now();
    send({ type: "ping", at: asked });
    callOff = clock.after(PATIENCE.pong, () => heardAt >= asked ? watch() : lose());
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
      if (state !== "open") return;
      callOff();
      probe();
    },
    /** Hangs up, until `start`. */
    stop() {
      drop();
      move("idle");
    },
  };
}

/**
 * The server that sends these is the one that served this page, so shapes are not checked again.
 * @param {unknown} data
 * @returns {ServerFrame | Row | undefined}
 */
function parse(data) {
  try {
    const frame = JSON.parse(String(data));
    return typeof frame?.type === "string" ? frame : undefined;
  } catch (error) {
    console.warn("A frame that is not JSON was ignored", error);
    return undefined;
  }
}
