/**
 * @import { Message } from "../fold.js"
 * @import { Actions } from "../actions.js"
 * @import { Clock } from "../clock.js"
 * @import { Item } from "../outbox.js"
 * @import { Notice, State } from "../state.js"
 */
import { html } from "htm/preact";
import { useMemo } from "preact/hooks";
import { branch } from "../branches.js";
import { forgotten } from "../forgotten.js";
import { versionsOf } from "../versions.js";
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
  const isOnline = state.line.value === "open";
  const mine = state.outbox.value.filter(({ frame }) => frame.conversation === id);
  const unsent = mine.filter(({ frame }) => frame.type === "prompt" && !messages.has(frame.id));
  const edited = unsent.map(parentOfEdit).find((parent) => parent !== undefined);
  const shown = branch(conversation, edited);
  const refused = refusedEdits(unsent, shown);
  const placed = new Set([...refused.values()].flat());
  const versions = useMemo(() => versionsOf(messages), [id, messages.size]);
  const gone = forgotten(shown);
  const notices = state.notices.value.filter((notice) => notice.conversation === id);
  const isPlaced = (/** @type {Notice} */ { after }) =>
    after === null || (after !== undefined && messages.has(after));
  const isEmpty = shown.length === 0 && unsent.length === 0;
  const last = shown.at(-1);

  /** @param {Message} message */
  const view = (message) =>
    message.role === "user"
      ? html`
        <${Question}
          key=${message.id}
          id=${message.id}
          text=${message.text}
          images=${message.images}
          edit=${state.edits.value.get(message.id)}
          version=${versions.get(message.id)}
          isOnline=${isOnline}
          actions=${actions}
        />
      `
      : html`
        <${Answer}
          key=${message.id}
          message=${message}
          what=${state.doing.value.get(message.id)}
          version=${versions.get(message.id)}
          retry=${requestOf(mine, { type: "retry", of: message.parent })}
          onward=${requestOf(mine, { type: "continue", of: message.id })}
          isLast=${message === last}
          isOnline=${isOnline}
          actions=${actions}
          clock=${clock}
        />
      `;

  /** @param {Item} item */
  const unsentOne = (item) => unsentView(item, { isOnline, actions });

  // One flat list: what was sent keeps its place on the screen when it becomes a row.
  return [
    isEmpty && beginning({ state, actions }),
    ...notices.filter(({ after }) => after === null).map(noticeView),
    ...shown.flatMap((message) => [
      gone?.before === message.id && forgottenView(gone.count),
      view(message),
      ...(refused.get(message.id) ?? []).map(unsentOne),
      ...notices.filter(({ after }) => after === message.id).map(noticeView),
    ]),
    ...notices.filter((notice) => !isPlaced(notice)).map(noticeView),
    ...unsent.filter((item) => !placed.has(item)).map(unsentOne),
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
      id=${item.frame.id}
      text=${item.frame.message}
      images=${item.frame.images}
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

/** @param {number} count */
function forgottenView(count) {
  return html`
    <p key="forgotten" class="forgotten">
      <span>
        ${count === 1
          ? "1 earlier message no longer fits"
          : `${count} earlier messages no longer fit`}
        ${" "}into the model's window
      </span>
    </p>
  `;
}

/**
 * Below what an edit stands that is on its way: until it has come, nothing else stands there.
 * @param {Item} item
 */
function parentOfEdit({ frame, state }) {
  return frame.type === "prompt" && state !== "refused" ? frame.parent : undefined;
}

/**
 * Edits that were refused stand below the message that they were to replace.
 * @param {readonly Item[]} unsent
 * @param {readonly Message[]} shown
 * @returns {Map<string, Item[]>} by that message
 */
function refusedEdits(unsent, shown) {
  const edits = unsent.filter(({ frame, state }) =>
    state === "refused" && frame.type === "prompt" && frame.parent !== undefined
  );
  return Map.groupBy(
    edits.filter((item) => placeOf(item, shown)),
    (item) => placeOf(item, shown)?.id ?? "",
  );
}

/**
 * @param {Item} edit
 * @param {readonly Message[]} shown
 */
function placeOf({ frame }, shown) {
  return shown.find(({ role, parent }) =>
    role === "user" && frame.type === "prompt" && parent === frame.parent
  );
}

/**
 * @param {readonly Item[]} items
 * @param {{ type: "retry" | "continue", of: string | null }} what
 */
function requestOf(items, { type, of }) {
  return items.find(({ frame }) => frame.type === type && frame.of === of);
}
