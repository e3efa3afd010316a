/** What stands between two fences. */
import { closesFence, openingFence } from "./lines.js";

/**
 * @param {string} text a block of code with its opening fence, and its closing one if it is there
 * @returns {{ language: string, code: string, isClosed: boolean }}
 */
export function readFenced(text) {
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
  const fence = openingFence(lines[0]);
  if (!fence) return { language: "", code: text, isClosed: true };
  const isClosed = lines.length > 1 && closesFence(lines[lines.length - 1], fence);
  const inside = lines.slice(1, isClosed ? -1 : undefined);
  const indent = new RegExp(`^ {0,${fence.indent}}`);
  const code = (fence.indent > 0 ? inside.map((line) => line.replace(indent, "")) : inside).join(
    "\n",
  );
  return { language: languageOf(fence.info), code, isClosed };
}

/**
 * Leaves out the beginning of a closing fence that is still being written.
 * @param {string} text
 */
export function softFenced(text) {
  return text.replace(/\n {0,3}(?:`{1,3}|~{1,3})$/, "\n");
}

/**
 * @param {string} info what stands behind a fence, such as `js title="x"`
 * @returns {string} in small letters; `""` where no language is named
 */
export function languageOf(info) {
  return /^[^\s{},:]{1,24}/.exec(info.trim())?.[0].toLowerCase() ?? "";
}
