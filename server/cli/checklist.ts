/** Hops that are checked one after the other; one that needs a hop which failed is skipped. */
import { messageOf } from "../describe.ts";
import { within } from "../within.ts";

/** What came of a hop, as it is reported. */
export interface Step {
  name: string;
  ok: boolean;
  /** It was not checked, for a reason that `detail` gives. */
  skipped?: true;
  detail: string;
  /** What to do about it. */
  advice?: string;
  /** How long it took, in milliseconds. */
  ms: number;
}

/** What a check finds: facts for the hops after it, or what is wrong. */
export type Finding<T extends object> =
  | { ok: true; detail: string; value: T }
  | { ok: false; detail: string; advice?: string };

/** A hop that was checked or skipped. */
export type Hop<T extends object> = { name: string; ok: true; value: T } | {
  name: string;
  ok: false;
};

export interface HopOptions<Before extends object, After extends object> {
  /** The hop whose facts this one needs; it is skipped where that one did not hold. */
  after: Hop<Before>;
  /** Milliseconds it may take. @default {() => 15_000} */
  limit?: (value: Before) => number;
  check: (value: Before, signal: AbortSignal) => Finding<After> | Promise<Finding<After>>;
}

export interface Checklist {
  /** What was reported so far. */
  readonly steps: readonly Step[];
  /** Checks a hop; whatever its check throws is a fault of the hop. */
  hop<Before extends object, After extends object>(
    name: string,
    options: HopOptions<Before, After>,
  ): Promise<Hop<After>>;
}

/** The hop before the first one. */
export const START: Hop<object> = { name: "start", ok: true, value: {} };

/** Two hops as one, for a hop that needs the facts of both. */
export function both<A extends object, B extends object>(a: Hop<A>, b: Hop<B>): Hop<A & B> {
  if (!a.ok) return a;
  if (!b.ok) return b;
  return { name: `${a.name}, ${b.name}`, ok: true, value: { ...a.value, ...b.value } };
}

/** @param onStep hears of each hop as soon as it is through */
export function createChecklist({ onStep }: { onStep?: (step: Step) => void } = {}): Checklist {
  const steps: Step[] = [];

  function report(step: Step) {
    steps.push(step);
    onStep?.(step);
  }

  return {
    steps,
    async hop(name, { after, limit = () => 15_000, check }) {
      if (!after.ok) {
        const detail = `not checked, since this failed: ${after.name}`;
        report({ name, ok: false, skipped: true, detail, ms: 0 });
        // Those behind it are told the hop that failed, not one that was skipped as well.
        return { name: after.name, ok: false };
      }
      const { value } = after;
      const started = performance.now();
      const finding = await within(limit(value), async (signal) => await check(value, signal))
        .catch(thrown);
      const ms = Math.round(performance.now() - started);
      if (finding.ok) {
        report({ name, ok: true, detail: finding.detail, ms });
        return { name, ok: true, value: finding.value };
      }
      report({ name, ...finding, ms });
      return { name, ok: false };
    },
  };
}

function thrown(error: unknown): { ok: false; detail: string } {
  return { ok: false, detail: messageOf(error) };
}
