/** @import { ContextUse, Stats } from "../../server/journal/rows.ts" */
import { html } from "htm/preact";

/**
 * Which model wrote an answer, how full its window was after it, and how quickly it came.
 * @param {{ model?: string | false, context?: ContextUse, stats?: Stats }} props
 */
export function Figures({ model, context, stats: { answerTokens = 0, answerMs = 0 } = {} }) {
  const perSecond = answerMs > 0 ? answerTokens / (answerMs / 1000) : 0;
  return html`
    ${model && html`<span class="figures by">${model}</span>`}
    ${context && html`<${Gauge} ...${context} />`}
    ${perSecond > 0 && html`
      <span class="figures">${perSecond.toFixed(perSecond < 10 ? 1 : 0)} tokens/s</span>
    `}
  `;
}

/** @param {ContextUse} props */
function Gauge({ used, limit }) {
  const percent = Math.min(100, Math.round(used / limit * 100));
  const words = `${used.toLocaleString("en")} of ${limit.toLocaleString("en")} tokens`;
  return html`
    <span
      class=${`gauge ${percent >= 80 ? "full" : ""}`}
      role="meter"
      aria-label="The model's window"
      aria-valuemin="0"
      aria-valuemax=${limit}
      aria-valuenow=${used}
      aria-valuetext=${words}
      title=${`The model's window: ${words}`}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        <circle cx="8" cy="8" r="6" />
        <circle class="part" cx="8" cy="8" r="6" pathLength="100" stroke-dasharray=${`${percent} 100`} />
      </svg>
      <span class="figures">${percent} %</span>
    </span>
  `;
}
