/** What belongs to a model and not to a conversation: another value has Ollama load it anew. */
import * as v from "valibot";
import { fullModelName } from "./model_name.ts";

/** Ollama's own names. Absent is Ollama's default, or the server's. */
export interface ModelSettings {
  /** The window, in tokens. */
  num_ctx?: number;
  /** How long it stays in memory: seconds, or a number with `s`, `m` or `h`; -1 is for good. */
  keep_alive?: number | string;
}

/** Absent stays as it was, `null` is the default. */
export type ModelChanges = { [K in keyof ModelSettings]: ModelSettings[K] | null };

const YEAR_SECONDS = 365 * 24 * 60 * 60;

const numCtx = v.pipe(
  v.number("A number of tokens is wanted."),
  v.integer("A whole number of tokens is wanted."),
  v.minValue(256, "A window has 256 tokens or more."),
  v.maxValue(100_000_000, "A window has at most 100000000 tokens."),
);
const KEEP_ALIVE = "Seconds are wanted, or a time such as 30m; 0 unloads it at once, -1 keeps it.";
const keepAlive = v.union([
  v.pipe(
    v.number(),
    v.integer(KEEP_ALIVE),
    v.minValue(-1, KEEP_ALIVE),
    v.maxValue(YEAR_SECONDS, KEEP_ALIVE),
  ),
  v.pipe(v.string(), v.regex(/^\d{1,5}[smh]$/, KEEP_ALIVE)),
], KEEP_ALIVE);

/** What a change may say. */
export const ModelChangesSchema = v.object({
  num_ctx: v.optional(v.nullable(numCtx)),
  keep_alive: v.optional(v.nullable(keepAlive)),
});

const Kept = v.record(
  v.string(),
  v.object({ num_ctx: v.optional(numCtx), keep_alive: v.optional(keepAlive) }),
);

/** Where they are kept. */
const KEY = "model_settings";

export type ModelSettingsStore = ReturnType<typeof createModelSettings>;

/**
 * @param options.recall reads a small value that outlives the server
 * @param options.remember writes it
 * @param options.onChange hears what was chosen for a model after a change
 */
export function createModelSettings({ recall, remember, numCtx, onChange = () => {} }: {
  recall: (key: string) => Promise<unknown>;
  remember: (key: string, value: unknown) => Promise<void>;
  /** NUM_CTX. */
  numCtx?: number;
  onChange?: (model: string, chosen: ModelSettings) => void;
}) {
  let kept: Promise<Record<string, ModelSettings>> | undefined;
  let changing: Promise<unknown> = Promise.resolve();

  function read() {
    kept ??= recall(KEY).then((value) => {
      const parsed = v.safeParse(Kept, value);
      return parsed.success ? parsed.output : {};
    });
    kept.catch(() => kept = undefined);
    return kept;
  }

  async function apply(model: string, changes: ModelChanges): Promise<ModelSettings> {
    const name = fullModelName(model);
    const { [name]: former = {}, ...others } = await read();
    const chosen: ModelSettings = Object.fromEntries(
      Object.entries({ ...former, ...changes })
        .filter(([, value]) => value !== null && value !== undefined),
    );
    const next = Object.keys(chosen).length > 0 ? { ...others, [name]: chosen } : others;
    await remember(KEY, next);
    kept = Promise.resolve(next);
    onChange(name, chosen);
    return chosen;
  }

  return {
    /** What holds for a model: chosen, else the server's. */
    async of(model: string): Promise<ModelSettings> {
      const server = numCtx === undefined ? {} : { num_ctx: numCtx };
      return { ...server, ...(await read())[fullModelName(model)] };
    },

    /** What was chosen, by model. */
    chosen: read,

    /**
     * Changes what holds for a model, from its next request on; one change after the other.
     * @returns what is chosen for it now
     */
    change(model: string, changes: ModelChanges): Promise<ModelSettings> {
      const changed = changing.then(() => apply(model, changes));
      changing = changed.catch(() => {}); // Who asked hears why; the next one is not to wait for it.
      return changed;
    },
  };
}
