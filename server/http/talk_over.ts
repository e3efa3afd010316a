/**
 * A socket as the talks know it: text in, text out. What Deno leaves open is closed here: sizes, slow
 * readers, and handlers that throw.
 */
import { CLOSE, LIMITS } from "../../static/protocol.js";
import { describe } from "../describe.ts";
import type { Log } from "../log.ts";
import type { Line, Talk } from "../socket/line.ts";
import { createSlowReaderWatch } from "./slow_reader.ts";

/** Ties a socket's events to a talk. Nothing a talk throws gets past this function. */
export function talkOver(
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

const encoder = new TextEncoder();
function byteLength(text: string): number {
  return encoder.encode(text).byteLength;
}
