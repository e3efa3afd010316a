/** Which models there are, which one is the server's default, and how another becomes it. */
import { CATALOGUE, type CatalogueEntry, DEMO_CATALOGUE, DEMO_MODEL } from "./catalogue.ts";
import { type Clock, systemClock } from "../clock.ts";
import { createLoadJobs, type LoadingEvent } from "./load_jobs.ts";
import { type ListedModel, listModels, nameIn } from "./model_list.ts";
import { type Choice, createModelChoice } from "./model_choice.ts";
import { isModelName } from "./model_name.ts";
import type { ModelSettings } from "./model_settings.ts";
import { type Ollama, UpstreamError } from "./ollama.ts";

/** What everyone who is connected is told: how a model comes, and which one is the default now. */
export type ModelEvent = LoadingEvent | { type: "system"; model: string; message: string };

export interface ModelsOptions {
  ollama: Ollama;
  /** OLLAMA_MODEL. */
  configured?: string;
  /** Which missing models are pulled: those of the catalogue, all, or none. */
  pullPolicy: "listed" | "any" | "none";
  /** Reads and writes a small value that outlives the server. */
  recall: (key: string) => Promise<unknown>;
  remember: (key: string, value: unknown) => Promise<void>;
  onEvent?: (event: ModelEvent) => void;
  /** Hears of what is this server's own fault. */
  onFault: (error: unknown) => void;
  /** With what a model is loaded. */
  settingsOf?: (model: string) => Promise<ModelSettings>;
  catalogue?: readonly CatalogueEntry[];
  clock?: Clock;
}

/** Milliseconds that the default may take to be found out. */
const CHOICE_PATIENCE = 1_500;

/** The answer to `POST /api/models/load`, and its HTTP status. */
export interface LoadResult {
  success: boolean;
  message: string;
  current_model: string;
  status: 200 | 400 | 404 | 409 | 500 | 502;
}

export interface LoadOptions {
  /** Has the conversation in which it was chosen use it; resolves to whether it does. */
  useHere?: () => Promise<boolean>;
}

export interface Models {
  /** The server's default, for new conversations and the basic protocol. */
  current(): Promise<string>;
  /** What `GET /api/models` answers; the catalogue alone while Ollama is away. */
  list(): Promise<{ current_model: string; available_models: Record<string, ListedModel> }>;
  /**
   * Makes a model the default once it can answer, pulling it where it is missing. That is the
   * server's job: nobody ends it by leaving, and a second call joins it.
   */
  load(model: string, options?: LoadOptions): Promise<LoadResult>;
  /** Ends that job; whoever waits for it hears so. `false` where there is none. */
  cancel(model: string): boolean;
  /** The newest event of each model that is on its way. */
  loading(): LoadingEvent[];
  /** Ends all jobs. */
  close(): void;
}

export function createModels({
  ollama,
  configured,
  pullPolicy,
  recall,
  remember,
  onEvent = () => {},
  onFault,
  settingsOf,
  catalogue = configured === DEMO_MODEL ? DEMO_CATALOGUE : CATALOGUE,
  clock = systemClock,
}: ModelsOptions): Models {
  const jobs = createLoadJobs({ ollama, refusePull, onEvent, onFault, settingsOf, clock });
  const installed = () => orNone(ollama.installed());
  const choice = createModelChoice({
    configured,
    installed: installedSoon,
    recall,
    remember,
    clock,
  });
  const offered = catalogue.map(({ name }) => name);

  function refusePull(model: string): string | undefined {
    const isListed = offered.includes(model) || model === configured;
    if (pullPolicy === "any" || (pullPolicy === "listed" && isListed)) return undefined;
    const rule = pullPolicy === "none"
      ? "this server does not download models"
      : "this server downloads only those of its catalogue";
    return `${model} is not installed, and ${rule}. Install it with: ollama pull ${model}`;
  }

  /** Who asks for the default has something to say: they do not wait for an Ollama that hangs. */
  async function installedSoon() {
    const patience = new AbortController();
    const late = new UpstreamError("unavailable", "Ollama did not say in time what is installed.");
    const cancel = clock.after(CHOICE_PATIENCE, () => patience.abort(late));
    try {
      return await orNone(ollama.installed({ signal: patience.signal }));
    } finally {
      cancel();
    }
  }

  async function list() {
    const [onDisk, loaded, current] = await Promise.all([
      installed(),
      orNone(ollama.loaded()),
      choice.current(),
    ]);
    const available_models = listModels({ catalogue, installed: onDisk, loaded, current });
    return { current_model: nameIn(Object.keys(available_models), current), available_models };
  }

  async function load(name: string, { useHere }: LoadOptions = {}): Promise<LoadResult> {
    const result = isModelName(name) ? await bring(nameIn(offered, name), useHere) : NO_NAME;
    return { ...result, current_model: await choice.current() };
  }

  async function bring(
    model: string,
    useHere: LoadOptions["useHere"],
  ): Promise<Omit<LoadResult, "current_model">> {
    const number = choice.begin();
    const outcome = await jobs.load(model);
    if (!outcome.success) return outcome;
    const choosing = await choice.choose(model, number);
    const message = `${model} is ready. ${WORDS[choosing]}`;
    if (choosing === "chosen" || choosing === "not saved") {
      onEvent({ type: "system", model, message });
    }
    const isHere = await useHere?.();
    const told = isHere ? `${model} is ready. ${WORDS_HERE[choosing]}` : message;
    return { success: true, message: told, status: 200 };
  }

  return {
    current: choice.current,
    list,
    load,
    cancel: jobs.cancel,
    loading: jobs.loading,
    close: jobs.close,
  };
}

const NO_NAME = {
  success: false,
  message: "This is not a name that a model can have.",
  status: 400,
} as const;

/** What a choice comes to. */
const WORDS: Record<Choice, string> = {
  "chosen": "New conversations use it.",
  "again": "New conversations use it.",
  "not saved": "New conversations use it until the server is started again.",
  "late": "Another one was chosen since.",
};

/** Likewise, for who chose it in a conversation that uses it too. */
const WORDS_HERE: Record<Choice, string> = {
  "chosen": "This conversation uses it from now on, and so do new ones.",
  "again": "This conversation uses it from now on, as new ones do.",
  "not saved": "This conversation uses it from now on, and new ones do until the server is " +
    "started again.",
  "late": "This conversation uses it from now on. Another one was chosen for new ones since.",
};

/** Nothing, where Ollama cannot say: what needs it will tell why. */
async function orNone<T>(items: Promise<T[]>): Promise<T[]> {
  try {
    return await items;
  } catch (error) {
    if (error instanceof UpstreamError) return [];
    throw error;
  }
}
