/**
 * @import { Message } from "../fold.js"
 * @import { Clock } from "../clock.js"
 * @import { Item } from "../outbox.js"
 * @import { Doing as What } from "../state.js"
 * @import { Actions } from "../actions.js"
 */
import { html } from "htm/preact";
import { TYPING } from "../protocol.js";
import { Doing } from "./doing.js";
import { Failure } from "./failure.js";
import { Icon } from "./icon.js";
import { RichText } from "./rich_text.js";
import { memo } from "./memo.js";
import { Thinking } from "./thinking.js";

/** What is said below an answer that did not simply end. */
const REMARKS = {
  stop: { full: "", empty: "The model ended without saying anything." },
  length: {
    full: "The answer reached its length limit.",
    empty: "The model reached its length limit before it answered.",
  },
  stopped: { full: "You stopped this answer.", empty: "You stopped this before it began." },
};

/**
 * An answer, from the first sign of it to its end.
 * @param {object} props
 * @param {Message} props.message
 * @param {What} [props.what]
 * @param {Item} [props.retry] the request to answer the same question again, not accepted yet
 * @param {boolean} props.isLast
 * @param {boolean} props.isOnline
 * @param {Actions} props.actions
 * @param {Clock} props.clock
 */
function AnswerView({ message, what, retry, isLast, isOnline, actions, clock }) {
  const { id, state, text, thinking, model, parent, reason, error } = message;
  const isUnfinished = state === "waiting" || state === "running";
  const isTyping = isUnfinished && text === "";
  const remark = reason ? REMARKS[reason][text === "" ? "empty" : "full"] : "";
  const again = parent === null ? undefined : () => actions.retry(parent);
  const isBare = state === "failed" && text === "" && thinking === "";
  return html`
    ${!isBare && html`
      <article
        class=${`message ${isTyping ? "typing" : "ai"}`}
        aria-label=${model ? `Answer by ${model}` : "Answer"}
        aria-busy=${isUnfinished}
      >
        <${Thinking} text=${thinking} isThinking=${isTyping} />
        ${text !== "" && html`<${RichText} text=${text} isGrowing=${isUnfinished} />`}
        ${isUnfinished && html`
          <footer class="foot">
            <${Doing} what=${what} otherwise=${isTyping ? TYPING : "Writing"} clock=${clock} />
            ${what?.phase === "queued" && html`
              <button type="button" class="link" onClick=${() => actions.stop(id)}>
                Do not answer
              </button>
            `}
          </footer>
        `}
        ${remark !== "" && html`
          <footer class="foot">
            <span>${remark}</span>
            ${isLast && again && html`
              <${Again} retry=${retry} isOnline=${isOnline} onClick=${again} />
            `}
          </footer>
        `}
      </article>
    `}
    ${error && html`
      <${Failure} error=${error} model=${model} onPull=${actions.chooseModel}>
        ${again && html`<${Again} retry=${retry} isOnline=${isOnline} onClick=${again} />`}
      <//>
    `}
  `;
}

/** @param {{ retry?: Item, isOnline: boolean, onClick: () => void }} props */
function Again({ retry, isOnline, onClick }) {
  const words = retry?.refusal?.message ?? (isOnline ? "Asking again…" : "Waiting to send");
  return html`
    ${retry && html`<span class="unsent-note"><${Icon} name="clock" />${words}</span>`}
    ${(!retry || retry.state === "refused") && html`
      <button type="button" class="quiet" onClick=${onClick}>
        <${Icon} name="retry" /> Retry
      </button>
    `}
  `;
}

export const Answer = memo(AnswerView);
