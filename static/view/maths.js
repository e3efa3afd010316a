/**
 * @import { ComponentChildren, RefObject } from "preact"
 * @import { Node } from "../later/formula.js"
 */
import { h } from "preact";
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { whenIdle } from "../idle.js";
import { formulas } from "../markdown/libraries.js";
import { memo } from "./memo.js";
import { useScrolling } from "./use_scrolling.js";

/** A formula this long gets a box of its own to scroll in, in characters. */
const WIDE = 50;

/**
 * A formula; as it was written until it can be drawn.
 * @param {{ tex: string, source?: string, isBlock?: boolean }} props
 */
function MathsView({ tex, source = tex, isBlock = false }) {
  const [read, setRead] = useState(
    /** @type {{ tex: string, math?: Node } | undefined} */ (undefined),
  );
  const readFormula = formulas.value;
  useEffect(() => {
    if (!readFormula) return;
    return whenIdle(() => setRead({ tex, math: readFormula(tex, { isBlock }) }));
  }, [readFormula, tex, isBlock]);
  const isWide = isBlock || tex.length > WIDE;
  /** @type {RefObject<HTMLElement | null>} */
  const box = useRef(null);
  const scrolling = useScrolling(box, { label: "Formula", isWide, content: read });
  const look = `maths${isBlock ? " block" : ""}${isWide ? " wide" : ""}`;
  if (read?.tex !== tex || !read.math) {
    return html`<code class=${look} dir="ltr">${source}</code>`;
  }
  return html`<span ref=${box} class=${look} dir="ltr" ...${scrolling}>${node(read.math)}</span>`;
}

export const Maths = memo(MathsView);

/**
 * @param {Node} one
 * @returns {ComponentChildren}
 */
function node(one) {
  return typeof one === "string" ? one : h(one.name, one.attributes, one.children.map(node));
}
