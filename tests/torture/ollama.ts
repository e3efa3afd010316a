/**
 * An Ollama whose every answer follows from the seed and the question, and who fails as Ollama
 * does. What it sent is kept, request by request, and each answer begins with its request's number,
 * so that a text can be traced to the request it came from.
 */
import { type FakeRequest, startFakeOllama } from "../support/fake_ollama.ts";
import type { End, Outcome, Script, Step } from "../support/fake_script.ts";
import { startTcpProxy } from "../support/tcp_proxy.ts";
import { delay } from "./delay.ts";
import type { Random } from "./random.ts";

/** How an answer fails: the connection closed in a chunk, an end without `done`, Ollama's own words
 * inside the stream, or all of Ollama's connections gone at once. */
export type Crash = "cut" | "missing" | "error" | "reset";

/** Why a request is not even begun: Ollama is busy, or the messages do not fit into its window. */
export type Denial = "busy" | "context";

export interface Turn {
  role: string;
  content: string;
}

/** One request, and what was sent for it. */
export interface Upstream {
  /** Counts from 1. */
  number: number;
  /** Which life of the server asked. */
  life: number;
  /** What was said so far, without the system's part. */
  messages: Turn[];
  /** How freely it was to choose its words. */
  temperature?: unknown;
  /** The last message of the user. */
  question: string;
  text: string;
  thinking: string;
  end: "stop" | "length" | Crash | Denial;
  outcome?: Outcome;
}

export interface ScriptedOllama extends AsyncDisposable {
  address: string;
  /** In the order they came. */
  requests: readonly Upstream[];
  /** How many crashes there were. */
  readonly crashes: number;
  /** From now on it neither crashes nor dawdles. */
  calm(): void;
  /** Dawdles again, and crashes so many times more. */
  rage(crashes: number): void;
}

const CRASHES: readonly Crash[] = ["cut", "missing", "error", "reset"];
/** One request in so many crashes, until all crashes were had. */
const EVERY = 4;
/** One request in so many comes when it is busy. */
const BUSY = 0.03;

/** Its window, in tokens: a few turns fit. */
export const WINDOW = 500;
const BUSY_REPLY = { status: 503, body: '{"error":"server busy, please try again"}' };
const CONTEXT_REPLY = {
  status: 400,
  body: '{"error":"the input length exceeds the context length"}',
};

const WORDS =
  "so the line went on 🙂 ünder wätér 漢字 and\n back 👩‍👩‍👧 a b. ```js x=1;``` **bold** é \u{1f30d} end, then"
    .split(" ");

/**
 * @param options.crashes how many answers crash
 * @param options.life which life of the server runs
 */
export async function startScriptedOllama(
  { random, crashes, life }: { random: Random; crashes: number; life: () => number },
): Promise<ScriptedOllama> {
  const requests: Upstream[] = [];
  const asked = new Map<string, number>();
  let crashed = 0;
  let isCalm = false;
  /** The numbers of requests that crash. */
  const doomed = new Set<number>();
  rage(crashes);

  /** The next request that does not crash yet. */
  function nextUndoomed(number: number): number {
    return doomed.has(number) ? nextUndoomed(number + 1) : number;
  }

  /** One in each group of the requests to come. */
  function rage(crashes: number) {
    isCalm = false;
    for (let group = 0; group < crashes; group++) {
      doomed.add(requests.length + group * EVERY + random.int(1, EVERY));
    }
  }

  const fake = await startFakeOllama({ answers: [answer] });
  const line = await startTcpProxy({ to: fake.port, split: 40 });

  function answer(request: FakeRequest): Script {
    const all = turnsOf(request.body);
    const messages = all.filter(({ role }) => role !== "system");
    const question = messages.findLast(({ role }) => role === "user")?.content ?? "";
    const times = (asked.get(question) ?? 0) + 1;
    asked.set(question, times);
    const choice = random.fork(`${question} ${times}`);
    const number = requests.length + 1;
    const crash = doomed.has(number) ? CRASHES[crashed % CRASHES.length] : undefined;
    const promptTokens = all.reduce((sum, { content }) => sum + 4 + tokensIn(content), 0);
    const denial = promptTokens > WINDOW
      ? "context"
      : !isCalm && !crash && choice.chance(BUSY)
      ? "busy"
      : undefined;
    const upstream: Upstream = {
      number,
      life: life(),
      messages,
      temperature: temperatureIn(request.body),
      question,
      text: "",
      thinking: "",
      end: denial ?? crash ?? (choice.chance(0.12) ? "length" : "stop"),
    };
    requests.push(upstream);
    if (crash && denial) doomed.add(nextUndoomed(number));
    else if (crash) crashed++;
    request.outcome.then((outcome) => upstream.outcome = outcome);
    if (denial) return denial === "busy" ? BUSY_REPLY : CONTEXT_REPLY;
    const stats = {
      prompt_eval_count: promptTokens,
      get eval_count() {
        return tokensIn(upstream.text);
      },
    };
    return { steps: steps(upstream, choice), end: endOf(upstream), stats };
  }

  async function* steps(upstream: Upstream, choice: Random): AsyncGenerator<Step> {
    const { number, end, messages } = upstream;
    const pieces = choice.int(2, 30);
    const thoughts = choice.chance(0.25) ? choice.int(1, 6) : 0;
    const failsAt = isCrash(end) ? choice.int(0, pieces + thoughts) : Infinity;
    const pause = (most: number) => ({ hold: delay(isCalm ? 0 : choice.int(0, most)) });
    yield pause(choice.chance(0.2) ? 400 : 40);
    for (let at = 0; at < thoughts + pieces; at++) {
      if (at === failsAt) break;
      const isThought = at < thoughts;
      const isFirst = at === 0 || at === thoughts;
      const marker = isFirst ? mark(isThought ? "thought" : "text", number) : "";
      if (isThought) {
        const thinking = `${marker}${choice.pick(WORDS)} `;
        upstream.thinking += thinking;
        yield { thinking };
      } else {
        const again = isFirst && choice.chance(0.5) ? repeated(messages) : "";
        const tokens = Array.from(
          { length: choice.chance(0.2) ? choice.int(2, 5) : 1 },
          (_, index) => `${index === 0 ? again + marker : ""}${choice.pick(WORDS)} `,
        );
        upstream.text += tokens.join("");
        yield { tokens };
      }
      if (choice.chance(0.8)) yield pause(25);
    }
    if (end === "error") yield { line: { error: "llama runner process has terminated" } };
    if (end === "reset") {
      line.reset();
      yield { hold: new Promise(() => {}) };
    }
  }

  return {
    address: `http://127.0.0.1:${line.port}`,
    requests,
    get crashes() {
      return crashed;
    },
    calm() {
      isCalm = true;
      doomed.clear();
    },
    rage,
    async [Symbol.asyncDispose]() {
      await line[Symbol.asyncDispose]();
      await fake[Symbol.asyncDispose]();
    },
  };
}

/** The first words of an answer, or of its thoughts. */
export function mark(part: "text" | "thought", number: number): string {
  return `«${part} ${number}» `;
}

/** The number of the request that a text came from last. */
export function markedNumber(text: string): number | undefined {
  const found = [...text.matchAll(/«(?:text|thought) (\d+)» /g)].at(-1);
  return found && Number(found[1]);
}

/** Whether nothing of an answer was begun. */
export function isDenial(end: Upstream["end"]): end is Denial {
  return end === "busy" || end === "context";
}

export function isCrash(end: Upstream["end"]): end is Crash {
  return CRASHES.some((crash) => crash === end);
}

function endOf({ end }: Upstream): End {
  if (end === "stop") return "done";
  return end === "length" || end === "cut" ? end : "missing";
}

/** Some models say the last words again when they are to go on. */
function repeated(messages: readonly Turn[]): string {
  const last = messages.at(-1);
  return last?.role === "assistant" && last.content.length > 40 ? last.content.slice(-20) : "";
}

/** More than any model has of English, so that nobody's first guess is right. */
function tokensIn(text: string): number {
  return text.length;
}

function temperatureIn(body: unknown): unknown {
  if (typeof body !== "object" || body === null || !("options" in body)) return undefined;
  const { options } = body;
  return typeof options === "object" && options !== null && "temperature" in options
    ? options.temperature
    : undefined;
}

function turnsOf(body: unknown): Turn[] {
  if (typeof body !== "object" || body === null || !("messages" in body)) return [];
  const { messages } = body;
  return Array.isArray(messages) ? messages.filter(isTurn) : [];
}

function isTurn(value: unknown): value is Turn {
  return typeof value === "object" && value !== null && "role" in value && "content" in value &&
    typeof value.role === "string" && typeof value.content === "string";
}
