/** Checks of Ollama: reachable, the model there, its first token, a whole answer. */
import { join } from "node:path";
import type { Config } from "../config.ts";
import { recallNote } from "../journal/recall_note.ts";
import { DEMO_MODEL } from "../ollama/catalogue.ts";
import { createOllama } from "../ollama/create.ts";
import { fullModelName } from "../ollama/model_name.ts";
import { createModels } from "../ollama/models.ts";
import { type Ollama, type UpstreamCode, UpstreamError } from "../ollama/ollama.ts";
import { sizeText } from "../ollama/size_text.ts";
import type { Finding } from "./checklist.ts";
import type { Running } from "./check_start.ts";

/** What to do about a failure, where its own words do not say all of it. */
const ADVICE: Partial<Record<UpstreamCode, string>> = {
  unavailable: "set OLLAMA_HOST if it is elsewhere",
  model_busy: "wait until Ollama has answered others, and try again",
  bad_reply: "set OLLAMA_HOST to Ollama itself",
  interrupted: "look at what Ollama printed; the model may need more memory than there is",
  upstream: "look at what Ollama printed; the model may need more memory than there is",
};

/** Does Ollama say which one it is? */
export async function checkReachable(
  { config }: { config: Config },
  signal: AbortSignal,
): Promise<Finding<{ ollama: Ollama }>> {
  const ollama = createOllama(config);
  return await heeding(async () => {
    const version = await ollama.version({ signal });
    const detail = config.DEMO
      ? "the demo answers in its place (DEMO=1)"
      : `version ${version} at ${ollama.address}`;
    return { ok: true, detail, value: { ollama } };
  });
}

/** Is the model there: the current one of the Parley that runs, or of one that would start now? */
export async function checkModel(
  { config, running, ollama }: { config: Config; running: Running; ollama: Ollama },
  signal: AbortSignal,
): Promise<Finding<{ model: string }>> {
  return await heeding(async () => {
    const model = running?.health.ollama_model ?? await firstModel(ollama, config);
    const installed = await ollama.installed({ signal });
    const found = installed.find(({ name }) => fullModelName(name) === fullModelName(model));
    if (!found) {
      const names = installed.map(({ name }) => name).join(", ") || "nothing";
      return {
        ok: false,
        detail: `${model} is not installed; there is ${names}`,
        advice: `ollama pull ${model}, or set OLLAMA_MODEL to one that is there`,
      };
    }
    const { name, remote, size } = found;
    const where = remote ? " and runs elsewhere" : size === 0 ? "" : `, ${sizeText(size)}`;
    return { ok: true, detail: `${name} is installed${where}`, value: { model: name } };
  });
}

/** The default of a server that would start now. */
function firstModel(ollama: Ollama, config: Config): Promise<string> {
  const database = join(config.DATA_DIR, "parley.db");
  const refuse = () => Promise.reject(new Error("Nothing is to be changed by a check."));
  const models = createModels({
    ollama,
    configured: config.DEMO ? DEMO_MODEL : config.OLLAMA_MODEL,
    pullPolicy: config.PULL_POLICY,
    recall: (key) => Promise.resolve(recallNote(database, key)),
    remember: refuse,
    onFault: refuse,
  });
  return models.current();
}

interface Asked {
  config: Config;
  ollama: Ollama;
  model: string;
}

/** Puts a question to the model and goes once it begins to answer. */
export async function checkFirstToken(
  to: Asked,
  signal: AbortSignal,
): Promise<Finding<object>> {
  const started = performance.now();
  return await heeding(async () => {
    for await (const { text, thinking } of question(to, signal)) {
      if (text === "" && thinking === "") continue;
      return { ok: true, detail: `after ${since(started)}`, value: {} };
    }
    const detail = `${to.model} ended its answer without a word`;
    return { ok: false, detail, advice: "try again, or choose another model" };
  });
}

/** Hears an answer to its end. */
export async function checkWholeAnswer(
  to: Asked,
  signal: AbortSignal,
): Promise<Finding<object>> {
  const started = performance.now();
  return await heeding(async () => {
    for await (const { done } of question(to, signal)) {
      if (!done) continue;
      const { answerTokens, answerMs } = done.stats;
      const pace = answerTokens && answerMs
        ? `, ${answerTokens} tokens at ${(answerTokens / answerMs * 1000).toFixed(1)} tokens/s`
        : "";
      return { ok: true, detail: `in ${since(started)}${pace}`, value: {} };
    }
    return { ok: false, detail: "the answer had no end", advice: ADVICE.interrupted };
  });
}

/** The window is the server's, for another one would make Ollama load the model anew. */
function question({ ollama, model, config }: Asked, signal: AbortSignal) {
  const { NUM_CTX: num_ctx } = config;
  const options = { num_predict: 32, ...(num_ctx === undefined ? {} : { num_ctx }) };
  return ollama.generate({ model, prompt: "Why is the sky blue?", options }, { signal });
}

/** Ollama's failures are said in its words, with what else can be done. */
async function heeding<T extends object>(check: () => Promise<Finding<T>>): Promise<Finding<T>> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { ok: false, detail: error.message, advice: ADVICE[error.code] };
  }
}

/** The time since then, in milliseconds or seconds, whichever reads better. */
function since(started: number): string {
  const ms = performance.now() - started;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
