/**
 * @import { ComponentChildren } from "preact"
 * @import { Message } from "../fold.js"
 * @import { Actions } from "../actions.js"
 * @import { Clock } from "../clock.js"
 * @import { Item } from "../outbox.js"
 * @import { Doing, Notice } from "../state.js"
 * @import { Version } from "../versions.js"
 */
import { html } from "htm/preact";
import { forgottenWords } from "../forgotten.js";
import { Answer } from "./answer.js";
import { Late } from "./late.js";
import { likelyHeight } from "./likely_height.js";
import { memo } from "./memo.js";
import { noticeView } from "./notice.js";
import { Question } from "./question.js";
import { isRichTextSettled } from "./rich_text.js";

/** Of a message without words, in pixels, about. */
const BARE = 80;

/**
 * @typedef {object} Props
 * @property {readonly (Message | Item)[]} said a part of the branch, or what is not sent yet
 * @property {boolean} isNew at the end of what was said: drawn at once
 * @property {string} [last] the branch's last message, where it stands in this stretch
 * @property {number} [gone] how many messages the model no longer saw
 * @property {string} [goneBefore] the first one that it still saw
 * @property {ReadonlyMap<string, Version>} versions
 * @property {boolean} isMixed whether several models answered
 * @property {readonly Notice[]} notices
 * @property {ReadonlyMap<string, string>} edits what is being made of questions
 * @property {ReadonlyMap<string, Item[]>} refused edits of questions that were refused
 * @property {readonly Item[]} mine what is not accepted yet
 * @property {ReadonlyMap<string, Doing>} [doing] what unfinished answers do
 * @property {boolean} isOnline
 * @property {Actions} actions
 * @property {Clock} clock
 */

/**
 * Some messages of a long conversation, which are drawn, laid out and passed over together.
 * @param {Props} props
 */
function StretchView(props) {
  const { said, isNew } = props;
  return html`
    <${Late}
      class="stretch"
      isNew=${isNew}
      isReady=${isRichTextSettled()}
      height=${() => heightOf(said)}
      draw=${() => said.flatMap((one) => view(one, props))}
    />
  `;
}

export const Stretch = memo(StretchView);

/** @param {Message | Item} one */
export const keyOf = (one) => "frame" in one ? one.frame.id : one.id;

/** @param {readonly (Message | Item)[]} said */
function heightOf(said) {
  return said.reduce((sum, one) => sum + BARE + likelyHeight(textOf(one)), 0);
}

/** @param {Message | Item} one */
function textOf(one) {
  if (!("frame" in one)) return one.text;
  return one.frame.type === "prompt" ? one.frame.message : "";
}

/**
 * @param {Message | Item} one
 * @param {Props} props
 * @returns {ComponentChildren[]}
 */
function view(one, { gone = 0, goneBefore, notices, ...props }) {
  const id = keyOf(one);
  return [
    goneBefore === id && forgottenView(gone),
    "frame" in one ? unsentView(one, props) : messageView(one, props),
    ...(props.refused.get(id) ?? []).map((item) => unsentView(item, props)),
    ...notices.filter(({ after }) => after === id).map(noticeView),
  ];
}

/**
 * @param {Message} message
 * @param {Omit<Props, "notices">} props
 */
function messageView(message, props) {
  const { last, versions, isMixed, edits, mine, doing, isOnline, actions, clock } = props;
  const { id, role, text, parent } = message;
  if (role === "user") {
    return html`
      <${Question}
        key=${id}
        id=${id}
        text=${text}
        images=${message.images}
        edit=${edits.get(id)}
        version=${versions.get(id)}
        isOnline=${isOnline}
        actions=${actions}
      />
    `;
  }
  return html`
    <${Answer}
      key=${id}
      message=${message}
      what=${doing?.get(id)}
      version=${versions.get(id)}
      isMixed=${isMixed}
      retry=${requestOf(mine, { type: "retry", of: parent })}
      onward=${requestOf(mine, { type: "continue", of: id })}
      isLast=${id === last}
      isOnline=${isOnline}
      actions=${actions}
      clock=${clock}
    />
  `;
}

/**
 * @param {Item} item
 * @param {Omit<Props, "notices">} props
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

/** @param {number} count */
function forgottenView(count) {
  return html`
    <p key="forgotten" class="forgotten">
      <span>${forgottenWords(count)}</span>
    </p>
  `;
}

/**
 * @param {readonly Item[]} items
 * @param {{ type: "retry" | "continue", of: string | null }} what
 */
function requestOf(items, { type, of }) {
  return items.find(({ frame }) => frame.type === type && frame.of === of);
}
