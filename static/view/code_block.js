import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { languageName } from "../markdown/language_names.js";
import { countUnseen } from "../markdown/unseen.js";
import { CodeText } from "./code_text.js";
import { CopyButton } from "./copy_button.js";
import { Icon } from "./icon.js";
import { memo } from "./memo.js";

/**
 * A block of code: what it is written in, ways to copy it and to wrap its lines, and the code.
 * @param {object} props
 * @param {string} props.code
 * @param {string} props.language as the model called it
 * @param {boolean} [props.isOpen] more of it is still being written
 */
function CodeBlockView({ code, language, isOpen = false }) {
  const [wraps, setWraps] = useState(false);
  const hidden = countUnseen(code);
  return html`
    <figure class=${wraps ? "code wraps" : "code"} dir="ltr">
      <figcaption class="bar">
        <span class="language">${languageName(language)}</span>
        ${hidden > 0 && html`
          <span class="hidden-count">
            ${hidden} hidden ${hidden === 1 ? "character" : "characters"}
          </span>
        `}
        <button
          type="button"
          class="tool"
          aria-label="Wrap lines"
          aria-pressed=${wraps}
          onClick=${() => setWraps(!wraps)}
        >
          <${Icon} name="wrap" /> <span>Wrap</span>
        </button>
        <${CopyButton} text=${code} label="Copy code" />
      </figcaption>
      <pre
        tabindex="0"><code><${CodeText} code=${code} language=${language} isOpen=${isOpen} /></code></pre>
    </figure>
  `;
}

export const CodeBlock = memo(CodeBlockView);
