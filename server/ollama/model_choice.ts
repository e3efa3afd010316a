/** Which model is the server's default. */
import { DEMO_MODEL, FALLBACK_MODEL } from "./catalogue.ts";
import type { Clock } from "../clock.ts";
import { isModelName } from "./model_name.ts";
import type { InstalledModel } from "./ollama.ts";

export interface ModelChoiceOptions {
  configured?: string;
  installed: () => Promise<InstalledModel[]>;
  recall: (key: string) => Promise<unknown>;
  remember: (key: string, value: unknown) => Promise<void>;
  clock: Clock;
}

/** What became of a choice: `again` was the default already, `late` came after a later one. */
export type Choice = "chosen" | "again" | "late" | "not saved";

export interface ModelChoice {
  /**
   * What was chosen while the server runs, else what is configured, else what was chosen last
   * before, else what is installed first, else the catalogue's first.
   */
  current(): Promise<string>;
  /** A number for a choice that begins now. */
  begin(): number;
  /**
   * Makes a model the default, and remembers it. Of several choices that take their time, the one
   * that began last stays.
   */
  choose(model: string, number: number): Promise<Choice>;
}

/** Where the choice that was made last is kept. */
const KEY = "model";

/** Milliseconds for which it is known what is installed first. */
const FRESH = 2000;

export function createModelChoice(
  { configured, installed, recall, remember, clock }: ModelChoiceOptions,
): ModelChoice {
  let chosen: { model: string; number: number } | undefined;
  let began = 0;
  let recalled: { model?: string } | undefined;
  let first: { model: Promise<string | undefined>; until: number } | undefined;

  async function lastChoice(): Promise<string | undefined> {
    if (!recalled) {
      const value = await recall(KEY);
      recalled = typeof value === "string" && isModelName(value) ? { model: value } : {};
    }
    return recalled.model;
  }

  /** A remote model is nobody's default unless somebody chose it. */
  function firstInstalled(): Promise<string | undefined> {
    if (!first || clock.now() >= first.until) {
      const model = installed().then((all) => all.find(({ remote }) => !remote)?.name);
      first = { model, until: clock.now() + FRESH };
    }
    return first.model;
  }

  return {
    async current() {
      return chosen?.model ?? configured ?? await lastChoice() ?? await firstInstalled() ??
        FALLBACK_MODEL;
    },
    begin: () => ++began,
    async choose(model, number) {
      if (chosen && chosen.number > number) return "late";
      const isSame = chosen?.model === model;
      chosen = { model, number };
      if (isSame) return "again";
      // The demo is never anyone's choice for another day.
      if (model === DEMO_MODEL) return "chosen";
      return await remember(KEY, model).then(() => "chosen" as const, () => "not saved" as const);
    },
  };
}
