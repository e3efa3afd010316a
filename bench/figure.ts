/** One line of the bench: a thing measured on both sides, run by run, and what it should be. */
import type { Side } from "./programs.ts";
import { type Spread, spread } from "./statistics.ts";

export interface Figure {
  what: string;
  unit: string;
  /** One value a run; values of the same run stand at the same index. */
  values: Record<Side, number[]>;
  /** How Parley's value of a run is set against the bare loop's. */
  against: keyof typeof COMPARISONS;
  /** What the median of all runs' comparisons is to be. */
  target?: Target;
}

/** A line of Parley's alone: the bare loop has nothing to set against it. */
export interface Alone {
  what: string;
  unit: string;
  /** One value a run. */
  values: number[];
  target?: Target;
}

export function isAlone(figure: Figure | Alone): figure is Alone {
  return Array.isArray(figure.values);
}

/** Something that could not be measured here, and why. */
export interface Missing {
  what: string;
  missing: string;
}

export type Target = { least: number } | { most: number };

export const COMPARISONS = {
  ratio: (parley: number, bare: number) => parley / bare,
  difference: (parley: number, bare: number) => parley - bare,
};

export interface Judged extends Record<Side, Spread> {
  comparison: Spread;
  /** Absent where there is no target. */
  met?: boolean;
}

/** Compares run by run, since what else the machine does is alike within a run only. */
export function judge({ values: { bare, parley }, against, target }: Figure): Judged {
  const compare = COMPARISONS[against];
  const comparison = spread(parley.map((value, run) => compare(value, bare[run])));
  return {
    bare: spread(bare),
    parley: spread(parley),
    comparison,
    ...(target && { met: meets(comparison.median, target) }),
  };
}

/** The median is held to the target. */
export function judgeAlone({ values, target }: Alone): { parley: Spread; met?: boolean } {
  const parley = spread(values);
  return { parley, ...(target && { met: meets(parley.median, target) }) };
}

function meets(value: number, target: Target): boolean {
  return "least" in target ? value >= target.least : value <= target.most;
}
