/** Tables in docs/ whose last column names the tests that prove a row. */
import assert from "node:assert/strict";

const ROOT = new URL("../../", import.meta.url);

export interface TableRow {
  /** The heading above the table. */
  section: string;
  /** The first cell, without marks of code. */
  name: string;
  cells: string[];
}

/** All rows of all tables; the two lines above the first one are a table's head. */
export function rowsOf(text: string): TableRow[] {
  return text.split(/^## /m).slice(1).flatMap((part) => {
    const lines = part.split("\n");
    const table = lines.filter((line) => line.startsWith("|")).slice(2);
    return table.map((line) => {
      const cells = line.split("|").slice(1, -1).map((cell) => cell.trim());
      return { section: lines[0], name: cells[0].replaceAll("`", ""), cells };
    });
  });
}

/** The tests that a row names: each a file and a name. */
export function testsOf({ cells, name }: TableRow): { file: string; test: string }[] {
  return (cells.at(-1) ?? "").split("<br>").map((part) => {
    const [, file, test] = /^`([\w/]+)` (.+)$/.exec(part) ?? assert.fail(`${name} has no test`);
    return { file: `tests/${file}_test.ts`, test };
  });
}

/**
 * Places that rows name in a column and that are not there, in words. A place is a file, or a file
 * and a name in it: `static/model_actions.js`: `chooseModel`.
 */
export async function missingPlaces(
  rows: readonly TableRow[],
  { column }: { column: number },
): Promise<string[]> {
  const missing: string[] = [];
  for (const { section, name, cells } of rows) {
    const places = [...cells[column].matchAll(/`([^`]+)`(?:: `(\w+)`)?/g)];
    if (places.length === 0) missing.push(`${section}, ${name}: nowhere`);
    for (const [, file, symbol] of places) {
      const source = await Deno.readTextFile(new URL(file, ROOT)).catch(() => undefined);
      const isThere = source !== undefined &&
        (symbol === undefined || new RegExp(`\\b${symbol}\\b`).test(source));
      if (!isThere) missing.push(`${section}, ${name}: ${file} ${symbol ?? ""}`);
    }
  }
  return missing;
}

/** Tests that rows name and that are not there, in words. */
export async function missingTests(rows: readonly TableRow[]): Promise<string[]> {
  const missing: string[] = [];
  for (const row of rows) {
    for (const { file, test } of testsOf(row)) {
      const source = await Deno.readTextFile(new URL(file, ROOT)).catch(() => "");
      if (!hasTest(source, test)) missing.push(`${row.section}, ${row.name}: ${file}: ${test}`);
    }
  }
  return missing;
}

/** Whether a file has a test of that name, or one whose template the name fills with its words. */
function hasTest(source: string, test: string): boolean {
  const names = source.matchAll(
    /(?:Deno\.test|\bt\.step)\(\s*(?:"((?:[^"\\]|\\.)+)"|`((?:[^`\\]|\\.)+)`)/g,
  );
  return [...names].some(([, literal, template]) => {
    if (template === undefined) return literal.replace(/\\(.)/g, "$1") === test;
    const pattern = template.split(/\$\{[^}]*\}/).map((fixed) => RegExp.escape(fixed)).join("(.+)");
    const filled = new RegExp(`^${pattern}$`).exec(test);
    return filled !== null && filled.slice(1).every((words) => source.includes(words));
  });
}
