/**
 * @import { RefObject } from "preact"
 * @import { Actions } from "../actions.js"
 * @import { Clock } from "../clock.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Composer } from "./composer.js";
import { createLazyLibrary } from "../lazy_library.js";
import { Icon } from "./icon.js";
import { addStyle } from "./lazy_style.js";
import { useStickToEnd } from "./stick_to_end.js";
import { Thread } from "./thread.js";

/** What leads to a message comes with the first one that a search found. */
const seeking = createLazyLibrary(async () => {
  const [{ Seeker }] = await Promise.all([import("./seeker.js"), addStyle("sought.css")]);
  return Seeker;
}, { isEarly: true });

/** What takes files that are dropped comes right after the page: before that nobody drops any. */
const dropping = createLazyLibrary(async () => {
  const [{ Drop }] = await Promise.all([import("./drop.js"), addStyle("drop.css")]);
  return Drop;
});

/**
 * The conversation that is shown, and the field to go on with it.
 * @param {{ state: State, actions: Actions, clock: Clock }} props
 */
export function ConversationView({ state, actions, clock }) {
  /** @type {RefObject<HTMLElement | null>} */
  const scroller = useRef(null);
  /** @type {RefObject<HTMLElement | null>} */
  const content = useRef(null);
  const { isAway, toEnd } = useStickToEnd(scroller, content);
  useEffect(toEnd, [state.shown.value]);
  const [isSeeking, setSeeking] = useState(false);
  const seeker = isSeeking || state.sought.value ? seeking.value : undefined;
  useEffect(() => {
    if (state.sought.value) setSeeking(true);
  }, [state.sought.value]);

  return html`
    <main class="conversation">
      ${dropping.value && html`<${dropping.value} onFiles=${actions.attach} />`}
      <div
        ref=${scroller}
        class="scroller"
        role="log"
        aria-live="off"
        aria-label="Conversation"
        tabindex="0"
      >
        ${seeker && html`<${seeker} content=${content} state=${state} actions=${actions} />`}
        <div ref=${content} class="thread">
          <${Thread} state=${state} actions=${actions} clock=${clock} />
        </div>
      </div>
      <div class="dock">
        ${isAway && html`
          <button type="button" class="newest" onClick=${toEnd}>
            Newest <${Icon} name="down" />
          </button>
        `}
        <${Composer} state=${state} actions=${actions} onSent=${toEnd} />
      </div>
    </main>
  `;
}
