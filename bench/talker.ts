/** One socket of the client: asks, reads the answer, and checks that it is all there. */
import { answerOf, now, questionFor, stampsIn, type Wish } from "./answer.ts";
import { type Speech, SPEECHES, type SpeechName } from "./speech.ts";
import { connectWatcher } from "./watcher.ts";

export interface Talker {
  /** Asks so many times, each time when the answer before is whole. @throws when one is not */
  ask(wish: Wish, times: number): Promise<void>;
  /** Milliseconds from the writing of each token to its arrival, for wishes with a pace. */
  latencies: number[];
  /** @throws when the server has closed it already */
  close(): Promise<void>;
}

/** What is looked at of a frame. */
interface Frame {
  type: string;
  message?: string;
  offset?: number;
  stats?: { answerTokens?: number };
}

/**
 * Connects; resolves when the server has greeted.
 * @param options.tabs how many show each conversation, the talker itself among them @default {1}
 */
export async function connectTalker(
  origin: string,
  { name, tabs = 1 }: { name: SpeechName; tabs?: number },
): Promise<Talker> {
  const watchers = await Promise.all(
    Array.from({ length: tabs - 1 }, () => connectWatcher(origin)),
  );
  const { path, protocols = [], ask: framesFor }: Speech = SPEECHES[name];
  const socket = new WebSocket(origin.replace("http", "ws") + path, protocols);
  const greeted = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  const latencies: number[] = [];
  let answer: PromiseWithResolvers<void> | undefined;
  let wish: Wish = { tokens: 0 };
  let text = "";

  socket.onmessage = ({ data }: MessageEvent<string>) => {
    const arrived = wish.perSecond === undefined ? 0 : now();
    const frame: Frame = JSON.parse(data);
    const { type, message = "", offset = text.length } = frame;
    if (type === "token") {
      if (offset !== text.length) fail(`A token stands at ${offset}, not at ${text.length}`);
      text += message;
      if (arrived) latencies.push(...stampsIn(message).map((written) => arrived - written));
    } else if (type === "ai") end(frame);
    else if (type === "error" || type === "refused") fail(`${type}: ${message}`);
    else if (type === "hello" || type === "system") greeted.resolve();
  };
  socket.onclose = ({ code, reason }) => {
    fail(`The socket closed with ${code} ${reason}`);
    closed.resolve();
  };

  function end({ message = text, stats }: Frame) {
    const counted = stats?.answerTokens ?? wish.tokens;
    const streamed = text === "" ? message : text;
    if (message !== streamed) fail("The end says something else than the tokens did");
    else if (counted !== wish.tokens) fail(`${counted} tokens came of ${wish.tokens}`);
    else if (!isWhole(message, wish)) fail(`An answer of ${wish.tokens} tokens is not whole`);
    else answer?.resolve();
  }

  function fail(reason: string) {
    const error = new Error(`${name}: ${reason}`);
    greeted.reject(error);
    answer?.reject(error);
  }

  await greeted.promise;
  return {
    latencies,
    async ask(next, times) {
      wish = next;
      for (let count = 0; count < times; count++) {
        text = "";
        answer = Promise.withResolvers();
        const [first, ...frames] = framesFor(questionFor(wish));
        socket.send(JSON.stringify(first));
        const watched = await Promise.all(watchers.map((watcher) => watcher.watch(first)));
        for (const frame of frames) socket.send(JSON.stringify(frame));
        await answer.promise;
        for (const stamps of await Promise.all(watched.map(({ all }) => all))) {
          latencies.push(...stamps);
        }
      }
      answer = undefined;
    },
    async close() {
      if (socket.readyState !== WebSocket.OPEN) throw new Error(`${name}: it was closed before`);
      socket.close();
      await Promise.all([closed.promise, ...watchers.map((watcher) => watcher.close())]);
    },
  };
}

const expected = new Map<number, string>();

function isWhole(text: string, { tokens, perSecond }: Wish): boolean {
  if (perSecond !== undefined) return stampsIn(text).length === tokens;
  const known = expected.get(tokens) ?? answerOf(tokens).trim();
  expected.set(tokens, known);
  return text.trim() === known;
}
