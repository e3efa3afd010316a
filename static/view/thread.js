/**
 * @import { Message } from "../fold.js"
 * @import { Actions } from "../actions.js"
 * @import { Clock } from "../clock.js"
 * @import { Item } from "../outbox.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { useMemo } from "preact/hooks";
import { branch } from "../branches.js";
import { forgotten } from "../forgotten.js";
import { createLazyLibrary } from "../lazy_library.js";
import { isUnfinished } from "../unfinished.js";
import { versionsOf } from "../versions.js";
import { EmptyState } from "./empty_state.js";
import { addStyle } from "./lazy_style.js";
import { noticeView } from "./notice.js";
import { keyOf, Stretch } from "./stretch.js";
import { useStretches } from "./stretches.js";

/** What shows models on their way comes with the first one. */
const loading = createLazyLibrary(async () => {
  const [{ Loading }] = await Promise.all([import("./loading.js"), addStyle("loading.css")]);
  return Loading;
}, { isEarly: true });

/** @type {Map<string, string>} */
const NO_EDITS = new Map();

/** @type {Map<string, Item[]>} */
const NO_REFUSED = new Map();

/** Of the newest stretches, so many are drawn at once. */
const AT_ONCE = 2;

/**
 * Everything that was said, in its order: the branch that is shown, what is not sent yet, what the
 * page itself had to say, and models on their way.
 * @param {{ state: State, actions: Actions, clock: Clock }} props
 */
export function Thread({ state, actions, clock }) {
  const conversation = state.conversation.value;
  const { id, messages } = conversation;
  const mine = useMemo(
    () => state.outbox.value.filter(({ frame }) => frame.conversation === id),
    [state.outbox.value, id],
  );
  const notices = useMemo(
    () => state.notices.value.filter(({ conversation }) => conversation === id),
    [state.notices.value, id],
  );
  const versions = useMemo(() => versionsOf(messages), [id, messages.size]);
  // Questions are of no model.
  const isMixed = useMemo(
    () => new Set([...messages.values()].map(({ model }) => model)).size > 2,
    [id, messages.size],
  );
  const unsent = mine.filter(({ frame }) => frame.type === "prompt" && !messages.has(frame.id));
  const edited = unsent.map(parentOfEdit).find((parent) => parent !== undefined);
  const shown = branch(conversation, edited);
  const last = shown.at(-1);
  const gone = forgotten(shown);
  const refused = refusedEdits(unsent, shown);
  const placed = new Set([...refused.values()].flat());
  // One list: what was sent keeps its place on the screen when it becomes a row.
  const stretches = useStretches([...shown, ...unsent.filter((item) => !placed.has(item))]);
  const edits = state.edits.value;

  return [
    stretches.length === 0 && beginning({ state, actions }),
    ...notices.filter(({ after }) => after === null).map(noticeView),
    ...stretches.map((said, at) =>
      html`
        <${Stretch}
          key=${keyOf(said[0])}
          said=${said}
          isNew=${at >= stretches.length - AT_ONCE}
          last=${last && said.includes(last) ? last.id : undefined}
          goneBefore=${gone?.before}
          gone=${gone?.count}
          versions=${versions}
          isMixed=${isMixed}
          notices=${notices}
          edits=${said.some((one) => edits.has(keyOf(one))) ? edits : NO_EDITS}
          refused=${refused}
          mine=${mine}
          doing=${said.some((one) => !("frame" in one) && isUnfinished(one))
            ? state.doing.value
            : undefined}
          isOnline=${state.line.value === "open"}
          actions=${actions}
          clock=${clock}
        />
      `
    ),
    ...notices.filter(({ after }) =>
      after === undefined || (after !== null && !messages.has(after))
    ).map(noticeView),
    ...[...state.loading.value.values()].map((frame) =>
      loading.value &&
      html`<${loading.value} key=${frame.model} frame=${frame} onCancel=${actions.cancelPull} />`
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
 * @returns {ReadonlyMap<string, Item[]>} by that message
 */
function refusedEdits(unsent, shown) {
  const edits = unsent.filter(({ frame, state }) =>
    state === "refused" && frame.type === "prompt" && frame.parent !== undefined
  );
  if (edits.length === 0) return NO_REFUSED;
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
