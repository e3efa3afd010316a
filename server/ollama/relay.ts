/** The only module that knows Ollama's paths and JSON. */
import * as v from "valibot";
import { createAnswerReader } from "./answer_reader.ts";
import { bodyText } from "./body_text.ts";
import { type CallSetup, type Fetch, type Path, startCall } from "./call.ts";
import type { Clock } from "../clock.ts";
import { saidFault } from "./faults.ts";
import { isModelName } from "./model_name.ts";
import { createNdjsonParser } from "./ndjson.ts";
import { type Delta, type Ollama, type PullStep, UpstreamError } from "./ollama.ts";
import { singleFlight } from "./single_flight.ts";
import { DetailsReply, LoadedReply, PullLine, TagsReply, VersionReply } from "./replies.ts";

export interface RelayOptions {
  /** An origin, and a path where Ollama is behind one, without a slash at the end. */
  address: string;
  /** @default {globalThis.fetch} */
  fetch?: Fetch;
  /** Milliseconds until the first token, for a model may have to be loaded. @default {300_000} */
  firstByteTimeout?: number;
  /** Milliseconds of silence once an answer has begun. @default {120_000} */
  idleTimeout?: number;
  /** Milliseconds for the small questions: what is installed, loaded, which version. @default {5_000} */
  replyTimeout?: number;
  clock?: Clock;
}

/**
 * Ollama over HTTP. Streams always. An answer that is not read to its end, or whose signal is
 * aborted, closes its connection, and Ollama stops within a token.
 */
export function createRelay({
  address,
  fetch = globalThis.fetch,
  firstByteTimeout = 300_000,
  idleTimeout = 120_000,
  replyTimeout = 5_000,
  clock,
}: RelayOptions): Ollama {
  // An Ollama whose client left just as an answer ended may never begin another (0.17.0).
  const firstToken = (model: string) => ({
    limit: firstByteTimeout,
    fault: (seconds: number) =>
      timeout(
        `No token came within ${seconds} s. Raise OLLAMA_LOAD_TIMEOUT if it needs longer; ` +
          `if it hangs, this frees it: ollama stop ${model}`,
      ),
  });
  const step = {
    limit: firstByteTimeout,
    fault: (seconds: number) => timeout(`Ollama said nothing of the download for ${seconds} s.`),
  };
  const idle = {
    limit: idleTimeout,
    fault: (seconds: number) =>
      timeout(`Ollama sent nothing for ${seconds} s. Raise OLLAMA_TIMEOUT if it needs longer.`),
  };
  const small = {
    limit: replyTimeout,
    fault: (seconds: number) =>
      new UpstreamError("unavailable", `Ollama at ${address} gave no answer for ${seconds} s.`),
  };

  type Setup = Omit<CallSetup, "address" | "fetch" | "clock">;
  const start = (path: Path, setup: Setup) => startCall(path, { address, fetch, clock, ...setup });

  async function* answer(
    path: Path,
    { request, signal, between = idle }: {
      request: { model: string };
      signal?: AbortSignal;
      /** How long it may be silent once it has begun. */
      between?: CallSetup["idle"];
    },
  ): AsyncGenerator<Delta, void, void> {
    const { model } = request;
    checkName(model);
    const body = { ...request, stream: true };
    const first = firstToken(model);
    await using call = await start(path, { body, model, signal, first, idle: between });
    const parse = createNdjsonParser();
    const reader = createAnswerReader({ address, model });
    for (;;) {
      const portion = await call.read();
      const lines = parse(portion);
      const { delta, fault = lines.fault } = reader.take(lines.values);
      if (delta?.done) call.complete();
      if (delta) yield delta;
      if (delta?.done) return;
      if (fault) throw fault;
      if (!portion) throw reader.endedEarly();
    }
  }

  async function reply<Output>(
    path: Path,
    schema: v.GenericSchema<unknown, Output>,
    setup: Omit<Setup, "first">,
  ): Promise<Output> {
    await using call = await start(path, { ...setup, first: small });
    const text = await bodyText(call, { max: REPLY_BYTES });
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
    if (parsed.success) return parsed.output;
    throw new UpstreamError(
      "bad_reply",
      `What answers at ${address} does not speak as Ollama does: ${path} is not as expected.`,
    );
  }

  return {
    address,
    generate: (request, { signal } = {}) => answer("/api/generate", { request, signal }),
    chat: (request, { signal } = {}) => answer("/api/chat", { request, signal }),

    async load(model, { signal, num_ctx, keep_alive } = {}) {
      const options = num_ctx === undefined ? undefined : { num_ctx };
      const request = { model, options, keep_alive };
      // All of it is one silence and one line, so what holds for the first holds throughout.
      const between = firstToken(model);
      for await (const _ of answer("/api/generate", { request, signal, between }));
    },

    async installed({ signal } = {}) {
      const { models } = await reply("/api/tags", TagsReply, { signal });
      return models;
    },

    // Everyone who asks something wants to know this too, so many may at once.
    loaded: singleFlight(async () => (await reply("/api/ps", LoadedReply, {})).models),

    details(model, { signal } = {}) {
      checkName(model);
      return reply("/api/show", DetailsReply, { body: { model }, model, signal });
    },

    async *pull(model, { signal } = {}): AsyncGenerator<PullStep, void, void> {
      checkName(model);
      const body = { model, stream: true };
      await using call = await start("/api/pull", { body, signal, first: step });
      const parse = createNdjsonParser();
      for (;;) {
        const portion = await call.read();
        const { values, fault } = parse(portion);
        for (const line of values) {
          const parsed = v.safeParse(PullLine, line);
          if (!parsed.success) throw new UpstreamError("bad_reply", "Ollama sent no pull step.");
          if ("error" in parsed.output) throw saidFault(parsed.output.error, { address });
          if (parsed.output.status === "success") call.complete();
          yield parsed.output;
          if (parsed.output.status === "success") return;
        }
        if (fault) throw fault;
        if (!portion) throw new UpstreamError("interrupted", "Ollama ended the pull early.");
      }
    },

    async version({ signal } = {}) {
      const { version } = await reply("/api/version", VersionReply, { signal });
      return version;
    },
  };
}

/** Bytes of a reply that is read whole; a list of a thousand models has some 400 KiB. */
const REPLY_BYTES = 8 * 1024 * 1024;

function checkName(model: string): void {
  if (isModelName(model)) return;
  throw new UpstreamError("model_missing", "This is not a name that a model can have.");
}

function timeout(message: string): UpstreamError {
  return new UpstreamError("timeout", message);
}
