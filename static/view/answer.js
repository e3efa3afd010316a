/**
 * @import { Message } from "../fold.js"
 * @import { Clock } from "../clock.js"
 * @import { Item } from "../outbox.js"
 * @import { Doing as What } from "../state.js"
 * @import { Actions } from "../actions.js"
 * @import { Version } from "../versions.js"
 */
import { html } from "htm/preact";
import { createLazyLibrary } from "../lazy_library.js";
import { TYPING } from "../protocol.js";
import { remarkOf } from "../remark_of.js";
import { isUnfinished } from "../unfinished.js";
import { RichText } from "./rich_text.js";
import { AskAgain } from "./ask_again.js";
import { CopyButton } from "./copy_button.js";
import { addStyle } from "./lazy_style.js";
import { Doing } from "./doing.js";
import { Icon } from "./icon.js";
import { memo } from "./memo.js";
import { Thinking } from "./thinking.js";

/** What says why an answer failed, or what it cost, comes with the first one that did. */
const failing = createLazyLibrary(async () => (await import("./failure.js")).Failure, {
  isEarly: true,
});
const counting = createLazyLibrary(async () => {
  const [{ Figures }] = await Promise.all([import("./figures.js"), addStyle("figures.css")]);
  return Figures;
}, { isEarly: true });

/** What leads to other versions comes with the first message that has any. */
const versions = createLazyLibrary(async () => (await import("./versions.js")).Versions, {
  isEarly: true,
});

/** What says that nothing comes has the time. */
const silence = createLazyLibrary(async () => (await import("./silence.js")).Silence);

/**
 * An answer, from the first sign of it to its end.
 * @param {object} props
 * @param {Message} props.message
 * @param {What} [props.what]
 * @param {Version} [props.version]
 * @param {boolean} props.isMixed whether other models answered here, too
 * @param {Item} [props.retry] the request to answer the same question again, not accepted yet
 * @param {Item} [props.onward] the request to go on with this answer, likewise
 * @param {boolean} props.isLast
 * @param {boolean} props.isOnline
 * @param {Actions} props.actions
 * @param {Clock} props.clock
 */
function AnswerView(
  { message, what, version, isMixed, retry, onward, isLast, isOnline, actions, clock },
) {
  const { id, state, text, thinking, model, parent, reason, error, context, stats } = message;
  const isGrowing = isUnfinished(message);
  const isTyping = isGrowing && text === "";
  const grown = text.length + thinking.length;
  const remark = remarkOf(message);
  const isCut = text !== "" && (error !== undefined || reason === "length" || reason === "stopped");
  const again = () => parent !== null && actions.retry(parent);
  const askAgain = html`
    <${AskAgain}
      item=${retry}
      isOnline=${isOnline}
      icon="retry"
      words="Retry"
      onClick=${again}
    />
  `;
  const goOn = isCut && html`
    <${AskAgain}
      item=${onward}
      isOnline=${isOnline}
      icon="onward"
      words="Continue"
      onClick=${() => actions.goOn(id)}
    />
  `;
  const isAskedBelow = error !== undefined || (remark !== "" && isLast) || retry !== undefined;
  const isBare = state === "failed" && text === "" && thinking === "";
  const name = model ? `Answer by ${model}` : "Answer";
  return html`
    <h2 class="unseen">${name}</h2>
    ${!isBare && html`
      <article
        class=${`message ${isTyping ? "typing" : "ai"}`}
        aria-label=${name}
        aria-busy=${isGrowing}
        data-message=${id}
      >
        <${Thinking} text=${thinking} isThinking=${isTyping} />
        ${text !== "" && html`<${RichText} text=${text} isGrowing=${isGrowing} />`}
        ${isGrowing && html`
          <footer class="foot">
            <${Doing}
              what=${what}
              otherwise=${isTyping ? TYPING : "Writing"}
              isOnline=${isOnline}
              clock=${clock}
            />
            ${isOnline && grown > 0 && silence.value && html`
              <${silence.value} grown=${grown} clock=${clock} />
            `}
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
            ${goOn} ${isLast && askAgain}
          </footer>
        `}
        ${context?.unseen && isLast && html`
          <footer class="foot">
            <span>Images were left out: this model cannot see them, or they are not here any more.</span>
          </footer>
        `}
        ${context?.unsure && isLast && html`
          <footer class="foot">
            <span>
              Ollama may have left out earlier messages by itself; this version of it does not say.
            </span>
          </footer>
        `}
      </article>
    `}
    ${error && failing.value && html`
      <${failing.value} error=${error} model=${model} onPull=${actions.chooseModel}>
        ${goOn} ${askAgain}
      <//>
    `}
    ${!isGrowing && !(isBare && !version) && html`
      <div class=${`acts ${isLast ? "last" : ""}`} role="group" aria-label="This answer">
        ${version && versions.value && html`
          <${versions.value} id=${id} version=${version} isOnline=${isOnline} actions=${actions} />
        `}
        ${text !== "" && html`<${CopyButton} text=${text} label="Copy answer" />`}
        ${!isAskedBelow && html`
          <button
            type="button"
            class="tool"
            aria-label="Regenerate answer"
            title="Regenerate"
            onClick=${again}
          >
            <${Icon} name="retry" />
          </button>
        `}
        ${retry && !error && !(remark !== "" && isLast) && askAgain}
        ${(context || stats || isMixed) && counting.value && html`
          <${counting.value} model=${isMixed && model} context=${context} stats=${stats} />
        `}
      </div>
    `}
  `;
}

export const Answer = memo(AnswerView);
