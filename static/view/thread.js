/**
 * @import { Message } from "../fold.js"
 * @import { Actions } from "../actions.js"
 * @import { Clock } from "../clock.js"
 * @import { Item } from "../outbox.js"
 * @import { Notice, State } from "../state.js"
 */
import { html } from "htm/preact";
import { branch } from "../fold.js";
import { Answer } from "./answer.js";
import { EmptyState } from "./empty_state.js";
import { Loading } from "./loading.js";
import { Question } from "./question.js";

/**
 * Everything that was said, in its order: the branch that is shown, what the page itself had to
 * say in between, what is not sent yet, and models on their way.
 * @param {{ state: State, actions: Actions, clock: Clock }} props
 */
export function Thread({ state, actions, clock }) {
  const conversation = state.conversation.value;
  const { id, messages } = conversation;
  const shown = branch(conversation);
  const isOnline = state.line.value === "open";
  const mine = state.outbox.value.filter(({ frame }) => frame.conversation === id);
  const unsent = mine.filter(({ frame }) => frame.type === "prompt" && !messages.has(frame.id));
  const notices = state.notices.value.filter((notice) => notice.conversation === id);
  const isPlaced = (/** @type {Notice} */ { after }) =>
    after === null || (after !== undefined && messages.has(after));
  const isEmpty = shown.length === 0 && unsent.length === 0;
  const last = shown.at(-1);

  /** @param {Message} message */
  const view = (message) =>
    message.role === "user"
      ? html`<${Question} key=${message.id} text=${message.text} actions=${actions} />`
      : html`
        <${Answer}
          key=${message.id}
          message=${message}
          what=${state.doing.value.get(message.id)}
          retry=${retryOf(mine, message)}
          isLast=${message === last}
          isOnline=${isOnline}
          actions=${actions}
          clock=${clock}
        />
      `;

  // One flat list: what was sent keeps its place on the screen when it becomes a row.
  return [
    isEmpty && beginning({ state, actions }),
    ...notices.filter(({ after }) => after === null).map(noticeView),
    ...shown.flatMap((message) => [
      view(message),
      ...notices.filter(({ after }) => after === message.id).map(noticeView),
    ]),
    ...notices.filter((notice) => !isPlaced(notice)).map(noticeView),
    ...unsent.map((item) => unsentView(item, { isOnline, actions })),
    ...[...state.loading.value.values()].map((frame) =>
      html`<${Loading} key=${frame.model} frame=${frame} onCancel=${actions.cancelPull} />`
    ),
  ];
}

/** @param {{ state: State, actions: Actions }} options */
function beginning({ state, actions }) {
  if (state.isOpened.value) {
    return html`<${EmptyState} key="beginning" state=${state} actions=${actions} />`;
  }
  const words = state.line.value === "waiting"
    ? "The server cannot be reached. What was said here is shown as soon as it can."
    : "Opening…";
  return html`<p key="beginning" class="opening">${words}</p>`;
}

/**
 * @param {Item} item
 * @param {{ isOnline: boolean, actions: Actions }} options
 */
function unsentView(item, { isOnline, actions }) {
  return item.frame.type === "prompt" && html`
    <${Question}
      key=${item.frame.id}
      text=${item.frame.message}
      unsent=${item}
      isOnline=${isOnline}
      actions=${actions}
    />
  `;
}

/** @param {Notice} notice */
function noticeView({ id, kind, text }) {
  return html`<p key=${`notice-${id}`} class=${`message ${kind}`} dir="auto">${text}</p>`;
}

/**
 * @param {readonly Item[]} items
 * @param {Message} answer
 */
function retryOf(items, { parent }) {
  return items.find(({ frame }) => frame.type === "retry" && frame.of === parent);
}
