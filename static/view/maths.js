/** @import { ComponentChildren } from "preact" */
/** @import { Node } from "../later/formula.js" */
import { h } from "preact";
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { whenIdle } from "../idle.js";
import { formulas } from "../markdown/libraries.js";
import { memo } from "./memo.js";

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
  const look = `maths${isBlock ? " block" : ""}${isBlock || tex.length > WIDE ? " wide" : ""}`;
  if (read?.tex !== tex || !read.math) {
    return html`<code class=${look} dir="ltr">${source}</code>`;
  }
  const scrolls = look.endsWith("wide")
    ? { tabindex: 0, role: "region", "aria-label": "Formula" }
    : {};
  return html`<span class=${look} dir="ltr" ...${scrolls}>${node(read.math)}</span>`;
}

export const Maths = memo(MathsView);

/**
 * @param {Node} one
 * @returns {ComponentChildren}
 */
function node(one) {
  return typeof one === "string" ? one : h(one.name, one.attributes, one.children.map(node));
}
