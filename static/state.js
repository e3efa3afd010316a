/**
 * What the page knows, as signals.
 *
 * @import { ReadonlySignal } from "@preact/signals-core"
 * @import { Settings } from "../server/journal/rows.ts"
 * @import { ListedLine } from "../server/chat/frames.ts"
 * @import { LoadingFrame, ServerFrame } from "../server/socket/protocol.ts"
 * @import { Catalogue, ListPage, SignedIn, OfModel } from "./api.js"
 * @import { LineState } from "./connection.js"
 * @import { Item } from "./outbox.js"
 * @import { Phase } from "./protocol.js"
 */
import { computed, signal } from "@preact/signals-core";
import { emptyConversation } from "./fold.js";
import { LIMITS } from "./protocol.js";

/**
 * A line between the messages that is no row: nobody else sees it, and a reload forgets it.
 * @typedef {object} Notice
 * @property {number} id
 * @property {"system" | "error"} kind
 * @property {string} text
 * @property {string} conversation in which it was shown
 * @property {string | null} [after] the message that was the last one then: none in an empty
 *   conversation, unknown while it was not open
 * @property {boolean} [isForNow] it is true until the line is back
 */

/**
 * @typedef {object} Doing what an answer is doing
 * @property {Phase} phase
 * @property {number} [position] 1 is next
 * @property {number} started by the page's own clock
 */

/**
 * The newest conversations, as many as were asked for.
 * @typedef {object} List
 * @property {readonly ListedLine[]} lines
 * @property {string} [next] where it goes on
 * @property {boolean} isKnown whether the server was asked yet
 */

/**
 * What a search came to; without a page it could not be made.
 * @typedef {{ query: string, page?: ListPage }} Found
 */

/**
 * @typedef {{ state: "sent" | "saved" } | { state: "refused", message: string }} Saving
 */

/**
 * What can stand before everything else, one at a time. `list` is the list of conversations where
 * it has no room of its own.
 * @typedef {"list" | "palette" | "shortcuts" | "settings" | "archive"} Sheet
 */

/**
 * A message that a search found, and what was looked for. `isAsked`: its branch was asked for.
 * @typedef {{ conversation: string, message: string, words: string, isAsked?: boolean }} Sought
 */

/**
 * @typedef {{ id: string, title: string, line?: ListedLine, wasShown: boolean }} Removed
 */

/** @typedef {ReturnType<typeof createState>} State */

/**
 * What holds until `hello` says otherwise.
 * @type {Extract<ServerFrame, { type: "hello" }>["limits"]}
 */
const LIMITS_UNTIL_KNOWN = {
  messageChars: 32_000,
  frameBytes: LIMITS.frameBytes,
  waitingPrompts: LIMITS.waitingPrompts,
};

/** @param {{ outbox: ReadonlySignal<readonly Item[]> }} options */
export function createState({ outbox }) {
  const conversation = signal(emptyConversation(""));
  /** What was deleted, while it can be brought back: the newest last. */
  const removals = signal(/** @type {readonly Removed[]} */ ([]));
  return {
    line: signal(/** @type {LineState} */ ("idle")),
    /** Whether the line has failed before. */
    isAgain: signal(false),
    limits: signal(LIMITS_UNTIL_KNOWN),
    catalogue: signal(/** @type {Catalogue | undefined} */ (undefined)),
    /** How Ollama itself is, as far as it matters: known only while no model is installed. */
    ollama: signal(/** @type {import("./api.js").Upstream | undefined} */ (undefined)),
    /** The model that this page is waiting for. */
    choosing: signal(/** @type {string | undefined} */ (undefined)),
    loading: signal(/** @type {ReadonlyMap<string, LoadingFrame>} */ (new Map())),
    notices: signal(/** @type {readonly Notice[]} */ ([])),
    conversation,
    /** Its id, for what need not be drawn again while an answer grows. */
    shown: computed(() => conversation.value.id),
    /** Whether the conversation is known up to now. */
    isOpened: signal(false),
    /** By answer id. */
    doing: signal(/** @type {ReadonlyMap<string, Doing>} */ (new Map())),
    /** The version of a message that was asked for last, and by which button. */
    switched: signal(
      /** @type {{ id: string, by: "previous" | "next" } | undefined} */ (undefined),
    ),
    /** How far other settings of a conversation are. */
    saving: signal(/** @type {Saving | undefined} */ (undefined)),
    /** What holds where nothing was chosen, once it was asked for. */
    defaults: signal(/** @type {Settings | undefined} */ (undefined)),
    /** What was chosen for the model whose settings are looked at. */
    ofModel: signal(/** @type {OfModel | undefined} */ (undefined)),
    draft: signal(""),
    /** What goes along with it, and why something else does not. */
    files: signal(/** @type {readonly import("./attached.js").Attached[]} */ ([])),
    fileFaults: signal(/** @type {readonly string[]} */ ([])),
    /** Sent messages that are being written anew, and how far: by id. */
    edits: signal(/** @type {ReadonlyMap<string, string>} */ (new Map())),
    sheet: signal(/** @type {Sheet | undefined} */ (undefined)),
    list: signal(/** @type {List} */ ({ lines: [], isKnown: false })),
    /** What is looked for in the conversations. */
    query: signal(""),
    /** Nothing while nothing is looked for. */
    found: signal(/** @type {Found | undefined} */ (undefined)),
    /** What is being gone to. */
    sought: signal(/** @type {Sought | undefined} */ (undefined)),
    /** How the last import goes, or went. */
    importing: signal(/** @type {import("./import_file.js").Import | undefined} */ (undefined)),
    removals,
    /** The conversation that was deleted last. */
    removed: computed(() => removals.value.at(-1)),
    /** How the last token fared. */
    signedIn: signal(/** @type {SignedIn | undefined} */ (undefined)),
    outbox,
  };
}
