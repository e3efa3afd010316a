/** Figures as a Markdown table that also reads well in a terminal. */
import {
  type Alone,
  type Figure,
  isAlone,
  judge,
  judgeAlone,
  type Missing,
  type Target,
} from "./figure.ts";
import type { Spread } from "./statistics.ts";

const HEAD = ["", "bare loop", "Parley", "against it", "target", "met"];

/** One line a figure; each value is the median of all runs, with the least and the most. */
export function tableOf(figures: readonly (Figure | Alone | Missing)[]): string {
  const rows = [HEAD, ...figures.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => [...row[column]].length)));
  const line = (cells: string[]) =>
    `| ${
      cells.map((cell, column) => cell + " ".repeat(widths[column] - [...cell].length)).join(" | ")
    } |`;
  const [head, ...body] = rows.map(line);
  return [head, line(widths.map((width) => "-".repeat(width))), ...body].join("\n");
}

function cellsOf(figure: Figure | Alone | Missing): string[] {
  if ("missing" in figure) return [figure.what, "–", "–", figure.missing, "", ""];
  if (isAlone(figure)) return cellsOfAlone(figure);
  const { bare, parley, comparison, met } = judge(figure);
  const { what, unit, against, target } = figure;
  const ratio = against === "ratio";
  return [
    `${what}, ${unit}`,
    spreadText(bare, number),
    spreadText(parley, number),
    spreadText(comparison, ratio ? (value) => `${value.toFixed(2)}×` : signed),
    target ? targetText(target, ratio ? "×" : ` ${unit}`) : "",
    metText(met),
  ];
}

function cellsOfAlone(figure: Alone): string[] {
  const { parley, met } = judgeAlone(figure);
  const { what, unit, target } = figure;
  return [
    `${what}, ${unit}`,
    "–",
    spreadText(parley, number),
    "",
    target ? targetText(target, ` ${unit}`) : "",
    metText(met),
  ];
}

function metText(met: boolean | undefined): string {
  return met === undefined ? "" : met ? "yes" : "no";
}

function spreadText({ median, least, most }: Spread, text: (value: number) => string): string {
  return `${text(median)} (${text(least)} to ${text(most)})`;
}

function targetText(target: Target, unit: string): string {
  return "least" in target ? `≥ ${target.least}${unit}` : `≤ ${target.most}${unit}`;
}

/** Three digits that tell something, and never fewer than the whole part. */
function number(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toLocaleString("en", {
    minimumFractionDigits: Math.min(digits, 2),
    maximumFractionDigits: Math.min(digits, 2),
  });
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${number(Math.abs(value))}`;
}
