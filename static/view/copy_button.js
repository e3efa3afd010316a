import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { copyText } from "../clipboard.js";
import { Icon } from "./icon.js";

/** How long the button says that it worked, in milliseconds. */
const SAID = 2_000;

/** @typedef {"idle" | "copied" | "refused"} Outcome */

/** @type {Record<Outcome, string>} */
const WORDS = { idle: "Copy", copied: "Copied", refused: "Not copied" };

/**
 * @param {{ text: string, label: string }} props `label` for whoever does not see what it belongs to
 */
export function CopyButton({ text, label }) {
  const [outcome, setOutcome] = useState(/** @type {Outcome} */ ("idle"));
  useEffect(() => {
    if (outcome === "idle") return;
    dispatchEvent(new CustomEvent("news", { detail: WORDS[outcome] }));
    const timer = setTimeout(() => setOutcome("idle"), SAID);
    return () => clearTimeout(timer);
  }, [outcome]);
  return html`
    <button
      type="button"
      class="tool"
      aria-label=${label}
      onClick=${async () => setOutcome(await copyText(text) ? "copied" : "refused")}
    >
      <${Icon} name=${outcome === "copied" ? "done" : "copy"} />
      <span>${WORDS[outcome]}</span>
    </button>
  `;
}
