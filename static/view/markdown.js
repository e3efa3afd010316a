import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { createParts } from "../markdown/parts.js";
import { createSegments } from "../markdown/segments.js";
import { isUrgent } from "./late.js";
import { Part } from "./markdown_part.js";

// Nothing can be drawn later on paper.
addEventListener("beforeprint", () => isUrgent.value = true);
addEventListener("afterprint", () => isUrgent.value = false);

/**
 * An answer. While it grows only its last segment is read and drawn again.
 * @param {{ text: string, isGrowing: boolean }} props
 */
export function Markdown({ text, isGrowing }) {
  const [cutter] = useState(createSegments);
  const [divider] = useState(createParts);
  const { segments, definitions } = cutter.take(text);
  const parts = divider.take(segments);
  const last = parts.length - 1;
  return html`
    <div class=${last > 0 ? "text markdown long" : "text markdown"}>
      ${parts.map((part, at) =>
        html`
          <${Part}
            key=${at}
            segments=${part}
            isLast=${at === last}
            isGrowing=${isGrowing && at === last}
            definitions=${definitions}
          />
        `
      )}
    </div>
  `;
}
