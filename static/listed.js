/**
 * The list of conversations: pages of it as they are asked for, kept true by what the server says
 * since; and what a search in them came to.
 *
 * @import { ListedLine } from "../server/chat/frames.ts"
 * @import { Api } from "./api.js"
 * @import { Cancel, Clock } from "./clock.js"
 * @import { State } from "./state.js"
 */
import { clock as realClock } from "./clock.js";

/** How long someone who types is left alone before what is there is looked for, in milliseconds. */
const PAUSE = 200;

/** @typedef {ReturnType<typeof createListed>} Listed */

/**
 * @param {object} options
 * @param {State} options.state
 * @param {Pick<Api, "conversations">} options.api
 * @param {Clock} [options.clock]
 */
export function createListed({ state, api, clock = realClock }) {
  /** @type {ListedLine[] | undefined} what was heard while a page was under way: it is newer */
  let heard;
  let asked = 0;
  let searched = 0;
  /** @type {Cancel} */
  let callOff = () => {};

  /** @param {string} [before] */
  async function load(before) {
    const mine = ++asked;
    heard = [];
    const page = await api.conversations({ before });
    if (mine !== asked) return;
    const newer = heard;
    heard = undefined;
    if (!page) return;
    const known = before === undefined ? [] : state.list.value.lines;
    const lines = [...page.conversations, ...newer].reduce(withLine, known);
    state.list.value = { lines, next: page.next, isKnown: true };
  }

  /** @param {string} [before] */
  async function find(before) {
    const mine = ++searched;
    const query = state.query.value;
    const page = await api.conversations({ q: query, before });
    if (mine !== searched) return;
    const former = before === undefined ? [] : state.found.value?.page?.conversations ?? [];
    state.found.value = {
      query,
      page: page && { ...page, conversations: [...former, ...page.conversations] },
    };
  }

  return {
    /** Asks for the newest ones. */
    refresh: () => load(),

    /** Asks for the next page of what is shown, unless one is under way. */
    more() {
      if (state.found.value) {
        const next = state.found.value.page?.next;
        return next === undefined ? undefined : find(next);
      }
      const { next } = state.list.value;
      return next === undefined || heard ? undefined : load(next);
    },

    /**
     * Looks for words once nothing was typed for a moment; no words show the list.
     * @param {string} query
     */
    search(query) {
      state.query.value = query;
      callOff();
      if (query.trim() === "") {
        searched++;
        state.found.value = undefined;
      } else callOff = clock.after(PAUSE, () => void find());
    },

    /** @param {ListedLine} line how a conversation stands now */
    take({ id, title, model, updated, running, deleted }) {
      const line = { id, title, model, updated, running, ...(deleted ? { deleted } : {}) };
      heard?.push(line);
      state.list.value = { ...state.list.value, lines: withLine(state.list.value.lines, line) };
      const { query, page } = state.found.value ?? {};
      if (query === undefined || !page) return;
      const conversations = page.conversations.filter((found) => found.id !== id || !deleted)
        .map((found) => found.id === id ? { ...found, title, model, running } : found);
      state.found.value = { query, page: { ...page, conversations } };
    },
  };
}

/**
 * @param {readonly ListedLine[]} lines
 * @param {ListedLine} line
 */
function withLine(lines, line) {
  const others = lines.filter(({ id }) => id !== line.id);
  return line.deleted ? others : [...others, line].sort(newerFirst);
}

/**
 * @param {ListedLine} one
 * @param {ListedLine} other
 */
function newerFirst(one, other) {
  return other.updated - one.updated || (one.id > other.id ? -1 : 1);
}
