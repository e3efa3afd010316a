/**
 * @import { Definitions } from "../markdown/definitions.js"
 * @import { Kind } from "../markdown/segment_rules.js"
 */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { NO_DEFINITIONS } from "../markdown/definitions.js";
import { readFenced, softFenced } from "../markdown/fenced.js";
import { lexBlocks, lexInline } from "../markdown/lexer.js";
import { createSegments } from "../markdown/segments.js";
import { softEnd, softRow } from "../markdown/soft_end.js";
import { CodeBlock } from "./code_block.js";
import { blocks } from "./markdown_blocks.js";
import { inline } from "./markdown_inline.js";
import { Maths } from "./maths.js";
import { memo } from "./memo.js";
import { LongTable } from "./table.js";
import { useInPortions } from "./in_portions.js";

/**
 * An answer. While it grows only its last segment is read and drawn again.
 * @param {{ text: string, isGrowing: boolean }} props
 */
export function Markdown({ text, isGrowing }) {
  const [cutter] = useState(createSegments);
  const { segments, definitions } = cutter.take(text);
  const shown = useInPortions(segments);
  return html`
    <div class="text markdown">
      ${segments.slice(0, shown).map((segment, at) => {
        const isOpen = isGrowing && at === segments.length - 1;
        return html`
          <${Segment}
            key=${at}
            kind=${segment.kind}
            text=${isOpen ? soften(segment) : segment.text}
            level=${segment.level}
            isOpen=${isOpen}
            definitions=${segment.text.includes("[") ? definitions : NO_DEFINITIONS}
          />
        `;
      })}
    </div>
  `;
}

/**
 * @param {object} props
 * @param {Kind} props.kind
 * @param {string} props.text
 * @param {number} props.level
 * @param {boolean} props.isOpen
 * @param {Definitions} props.definitions
 */
function SegmentView({ kind, text, level, isOpen, definitions }) {
  switch (kind) {
    case "code": {
      const { language, code, isClosed } = readFenced(text);
      return html`<${CodeBlock} code=${code} language=${language} isOpen=${isOpen && !isClosed} />`;
    }
    case "math":
      return isOpen || !isWhole(text)
        ? html`<p class="source" dir="ltr">${text.trim()}</p>`
        : html`<${Maths} tex=${text.trim().slice(2, -2).trim()} isBlock />`;
    case "table":
      return html`<${LongTable} text=${text} definitions=${definitions} />`;
    case "rest":
      return html`<p dir="auto">${inline(lexInline(text))}</p>`;
    default:
      return blocks(lexBlocks(text, definitions), { level });
  }
}

const Segment = memo(SegmentView);

/** @param {{ kind: Kind, text: string }} segment */
function soften({ kind, text }) {
  if (kind === "code") return softFenced(text);
  if (kind === "table") return softRow(text);
  return kind === "math" || kind === "indented" ? text : softEnd(text);
}

/** @param {string} text */
function isWhole(text) {
  return /^\s*(?:\$\$[^]+\$\$|\\\[[^]+\\\])\s*$/.test(text);
}
