/**
 * @import { Definitions } from "../markdown/definitions.js"
 * @import { Kind } from "../markdown/segment_rules.js"
 * @import { Segment as Cut } from "../markdown/segments.js"
 */
import { html } from "htm/preact";
import { NO_DEFINITIONS } from "../markdown/definitions.js";
import { readFenced, softFenced } from "../markdown/fenced.js";
import { lexBlocks, lexInline } from "../markdown/lexer.js";
import { softEnd, softRow } from "../markdown/soft_end.js";
import { CodeBlock } from "./code_block.js";
import { Late } from "./late.js";
import { likelyHeight } from "./likely_height.js";
import { blocks } from "./markdown_blocks.js";
import { inline } from "./markdown_inline.js";
import { Maths } from "./maths.js";
import { memo } from "./memo.js";
import { LongTable } from "./table.js";

/**
 * Some segments of an answer.
 * @param {object} props
 * @param {readonly Cut[]} props.segments
 * @param {boolean} props.isLast
 * @param {boolean} props.isGrowing
 * @param {Definitions} props.definitions
 */
function PartView({ segments, isLast, isGrowing, definitions }) {
  return html`
    <${Late}
      class="piece"
      isNew=${isLast}
      height=${() => segments.reduce((sum, { text }) => sum + likelyHeight(text), 0)}
      draw=${() =>
        segments.map(({ kind, text, level }, at) => {
          const isOpen = isGrowing && at === segments.length - 1;
          return html`
            <${Segment}
              key=${at}
              kind=${kind}
              text=${isOpen ? softened({ kind, text }) : text}
              level=${level}
              isOpen=${isOpen}
              definitions=${text.includes("[") ? definitions : NO_DEFINITIONS}
            />
          `;
        })}
    />
  `;
}

export const Part = memo(PartView);

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
function softened({ kind, text }) {
  if (kind === "code") return softFenced(text);
  if (kind === "table") return softRow(text);
  return kind === "math" || kind === "indented" ? text : softEnd(text);
}

/** @param {string} text */
function isWhole(text) {
  return /^\s*(?:\$\$[^]+\$\$|\\\[[^]+\\\])\s*$/.test(text);
}
