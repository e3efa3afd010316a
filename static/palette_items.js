/**
 * What the palette offers: everything that can be done now, every model, the conversations.
 *
 * @import { Actions } from "./actions.js"
 * @import { ListLine } from "./api.js"
 * @import { State } from "./state.js"
 */
import { fit } from "./fuzzy.js";
import { commands } from "./palette_commands.js";

/**
 * @typedef {object} Item
 * @property {string} id
 * @property {"Actions" | "Conversations" | "Said in" | "Models"} group
 * @property {string} title
 * @property {string} [hint] what else there is to say of it
 * @property {string} [words] other words to find it by
 * @property {import("./api.js").ListLine["snippet"]} [snippet]
 * @property {ReadonlySet<number>} [at] the characters of the title that fit what was typed
 * @property {"title"} [asks] what the palette asks for before `run`
 * @property {(answer?: string) => void} run
 */

/** How many of a group are shown. @type {Record<Item["group"], number>} */
const MOST = { Actions: 12, Conversations: 6, Models: 6, "Said in": 6 };

/**
 * @param {object} options
 * @param {State} options.state
 * @param {Actions} options.actions
 * @param {string} options.query what was typed
 * @param {readonly ListLine[]} options.found what the server found for it
 * @returns {Item[]} group by group, the best group and the best of each first
 */
export function paletteItems({ state, actions, query, found }) {
  const all = [
    ...commands({ state, actions }),
    ...conversations({ state, actions, found }),
    ...models({ state, actions }),
  ];
  const fitting = all.flatMap((item) => {
    const own = fit(query, item.title);
    const other = own ?? fit(query, `${item.title} ${item.words ?? ""}`, { isUnseen: true });
    return other ? [{ ...item, at: own?.at, score: other.score }] : [];
  });
  const groups = [...Map.groupBy(fitting, ({ group }) => group).values()].map((items) =>
    (query.trim() === "" ? items : items.toSorted((one, other) => other.score - one.score))
      .slice(0, MOST[items[0].group])
  );
  const best = query.trim() === ""
    ? groups
    : groups.toSorted(([one], [other]) => other.score - one.score);
  return [...best.flat(), ...saidIn({ actions, query, found, but: best.flat() })];
}

/**
 * @param {{ state: State, actions: Actions, found: readonly ListLine[] }} options
 * @returns {Item[]}
 */
function conversations({ state, actions, found }) {
  const lines = new Map([...state.list.value.lines, ...found].map((line) => [line.id, line]));
  lines.delete(state.shown.value);
  return [...lines.values()].map(({ id, title, updated }) => ({
    id,
    group: "Conversations",
    title: title || "Untitled",
    hint: day(updated),
    run: () => actions.go(id),
  }));
}

/**
 * Where the server found the words in messages.
 * @param {object} options
 * @param {Actions} options.actions
 * @param {string} options.query
 * @param {readonly ListLine[]} options.found
 * @param {readonly Item[]} options.but what is offered already
 * @returns {Item[]}
 */
function saidIn({ actions, query, found, but }) {
  const offered = new Set(but.map(({ id }) => id));
  return found.filter(({ id, message }) => message && !offered.has(id)).slice(0, MOST["Said in"])
    .map(({ id, title, snippet, message }) => ({
      id: `said-${id}`,
      group: "Said in",
      title: title || "Untitled",
      snippet,
      run: () => {
        if (message) actions.seek({ conversation: id, message, words: query });
        actions.go(id);
      },
    }));
}

/**
 * @param {{ state: State, actions: Actions }} options
 * @returns {Item[]}
 */
function models({ state, actions }) {
  if (state.line.value !== "open" || state.choosing.value !== undefined) return [];
  return (state.catalogue.value?.models ?? []).map(({ name, size, description, installed }) => ({
    id: `model-${name}`,
    group: "Models",
    title: installed ? `Answer with ${name}` : `Download ${name}`,
    hint: size,
    words: `model pull ${description}`,
    run: () => void actions.chooseModel(name),
  }));
}

const days = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });

/** @param {number} time */
function day(time) {
  return days.format(time);
}
