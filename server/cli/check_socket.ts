/** Check of the last hop: a message over a server's WebSocket, and its answer. */
import { getLogger } from "@logtape/logtape";
import * as v from "valibot";
import { WELCOME } from "../../static/protocol.js";
import type { Config } from "../config.ts";
import { createMemoryJournal } from "../journal/memory.ts";
import type { Ollama } from "../ollama/ollama.ts";
import { startParley } from "../parley.ts";
import type { Finding } from "./checklist.ts";
import type { Running } from "./check_start.ts";
import { ownOrigin } from "./own_server.ts";

const QUESTION = "What is Python?";
const Frame = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ type: v.string(), message: v.string() }),
);

/** Asks the Parley that runs; where none does, one that lives as long as this check, on any port. */
export async function checkSocket(
  { config, running, ollama }: { config: Config; running: Running; ollama: Ollama },
  signal: AbortSignal,
): Promise<Finding<object>> {
  const token = config.AUTH_TOKEN;
  if (running) {
    const times = await roundTrip(running.origin, { token, signal });
    return { ok: true, detail: `${times}, at ${running.origin}`, value: {} };
  }
  await using journal = createMemoryJournal();
  const own = { ...config, HOST: "127.0.0.1", PORT: 0 };
  // Nobody has set logs up, so this one writes nowhere.
  const log = getLogger(["parley"]);
  await using parley = await startParley({ config: own, journal, ollama, log });
  const origin = ownOrigin({ ...own, PORT: parley.port });
  const times = await roundTrip(origin, { token, signal });
  return { ok: true, detail: `${times}, at a Parley started for this check`, value: {} };
}

/**
 * Speaks the basic protocol for one message.
 * @returns how long its echo and its answer took
 * @throws when anything else comes, or the socket closes first
 */
async function roundTrip(
  origin: string,
  { token, signal }: { token?: string; signal: AbortSignal },
): Promise<string> {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const url = `${origin.replace(/^http/, "ws")}/ws`;
  // Headers are Deno's own: the types of a browser, which the tests load as well, know of none.
  const socket: WebSocket = Reflect.construct(WebSocket, [url, { headers }]);
  const hangUp = () => socket.close();
  signal.addEventListener("abort", hangUp, { once: true });
  const closed = Promise.withResolvers<void>();
  const result = Promise.withResolvers<string>();
  let asked = 0;
  let echoed = 0;
  const handlers: Record<string, (message: string) => void> = {
    system(message) {
      if (asked > 0 || !message.startsWith(WELCOME)) return;
      asked = performance.now();
      socket.send(JSON.stringify({ message: QUESTION }));
    },
    user: () => echoed = performance.now(),
    ai() {
      const [echo, answer] = [echoed - asked, performance.now() - asked].map(Math.round);
      result.resolve(`echo after ${echo} ms, answer after ${answer} ms`);
    },
    error: (message) => result.reject(new Error(message)),
  };
  socket.onmessage = ({ data }) => {
    const frame = v.safeParse(Frame, data);
    if (frame.success) handlers[frame.output.type]?.(frame.output.message);
    else result.reject(new Error("the server sent a frame that is none"));
  };
  socket.onerror = (event) => {
    event.preventDefault();
    const reason = event instanceof ErrorEvent ? event.message : "it failed";
    result.reject(new Error(`the WebSocket could not be used: ${reason}`));
  };
  socket.onclose = ({ code }) => {
    closed.resolve();
    result.reject(new Error(`the server closed the WebSocket with code ${code}`));
  };
  try {
    return await result.promise;
  } finally {
    signal.removeEventListener("abort", hangUp);
    socket.close();
    await closed.promise;
  }
}
