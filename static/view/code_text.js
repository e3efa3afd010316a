/** @import { Part } from "../later/colour.js" */
import { html } from "htm/preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { whenIdle } from "../idle.js";
import { cutParts, portionsOf } from "../markdown/portions.js";
import { memo } from "./memo.js";
import { useColour } from "./use_colour.js";
import { withMarks } from "./with_marks.js";

/**
 * The code itself, coloured as far as it can be.
 * @param {{ code: string, language: string, isOpen: boolean }} props
 */
export function CodeText({ code, language, isOpen }) {
  const coloured = useColour({ code, language, isOpen });
  const parts = useMemo(() => {
    if (!coloured) return [];
    return cutParts(coloured.parts, portionsOf(coloured.code).map(({ length }) => length));
  }, [coloured]);
  const count = useOneByOne(parts.length);
  return portionsOf(code).map((lines, at) =>
    html`<${Lines} key=${at} lines=${lines} parts=${at < count ? parts[at] : undefined} />`
  );
}

/**
 * Counts up when the page has time for it: a long block gets its colours portion by portion.
 * @param {number} all
 */
function useOneByOne(all) {
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (count < all) return whenIdle(() => setCount(count + 1));
  }, [count < all, count]);
  return count;
}

const Lines = memo(
  /** @param {{ lines: string, parts: Part[] | undefined }} props */
  ({ lines, parts = [] }) => {
    const rest = lines.slice(parts.reduce((sum, part) => sum + lengthOf(part), 0));
    return html`<span class="portion">${spans(parts)}${withMarks(rest)}</span>`;
  },
);

/**
 * @param {Part} part
 * @returns {number}
 */
function lengthOf(part) {
  if (typeof part === "string") return part.length;
  return part.parts.reduce((sum, inner) => sum + lengthOf(inner), 0);
}

/**
 * @param {readonly Part[]} parts
 * @returns {unknown[]}
 */
function spans(parts) {
  return parts.map((part) => {
    if (typeof part === "string") return withMarks(part);
    return html`<span class=${part.kind && `code-${part.kind}`}>${spans(part.parts)}</span>`;
  });
}
