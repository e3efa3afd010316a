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
  const attempt = (act: () => void) => {
    try {
      act();
    } catch (error) {
      log.error("A socket's handler failed: {error}", { error: describe(error) });
      line.close(CLOSE.internal, "internal error");
    }
  };
  socket.onopen = () => attempt(() => talk = start(line));
  socket.onmessage = ({ data }) => attempt(() => hear(data));
  socket.onclose = () =>
    attempt(() => {
      onEnd();
      talk?.onClose();
    });
  // An error event tells nothing that could be acted on, and a close event follows.

  function hear(data: unknown) {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (typeof data !== "string") return line.close(CLOSE.unsupportedData, "text only");
    // UTF-8 takes at most three bytes a unit, so most frames need not be measured.
    if (data.length * 3 > LIMITS.frameBytes && byteLength(data) > LIMITS.frameBytes) {
      return line.close(CLOSE.tooBig, `at most ${LIMITS.frameBytes} bytes a frame`);
    }
    talk?.onText(data);
  }
}

function lineOf(socket: WebSocket): Line {
  const close = (code: number, reason: string) => {
    if (socket.readyState === WebSocket.OPEN) socket.close(code, reason);
  };
  const watch = createSlowReaderWatch(() => socket.bufferedAmount);
  return {
    send(text) {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (watch.allows(text)) socket.send(text);
      else close(CLOSE.tooSlow, "too slow");
    },
    close,
  };
}

const encoder = new TextEncoder();
function byteLength(text: string): number {
  return encoder.encode(text).byteLength;
}
