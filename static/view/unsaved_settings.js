/**
 * What was written into the settings of a conversation and neither saved nor cancelled. It is kept
 * for as long as the page is open.
 *
 * @import { ModelChanges } from "../../server/ollama/model_settings.ts"
 * @import { Settings } from "../../server/journal/rows.ts"
 */

/**
 * @typedef {object} Unsaved
 * @property {Settings} changes
 * @property {{ model: string, changes: ModelChanges }} [ofModel]
 */

/** @type {Map<string, Unsaved>} by conversation */
const kept = new Map();

/**
 * @param {string} conversation
 * @param {Unsaved | undefined} unsaved
 */
export function keepUnsaved(conversation, unsaved) {
  if (unsaved) kept.set(conversation, unsaved);
  else kept.delete(conversation);
}

/**
 * @param {string} conversation
 * @param {Settings} held what holds now
 * @returns {Unsaved | undefined} nothing where nothing differs from that
 */
export function unsavedOf(conversation, held) {
  const { changes = {}, ofModel } = kept.get(conversation) ?? {};
  const now = new Map(Object.entries(held));
  const different = Object.entries(changes).filter(([name, value]) =>
    value !== (now.get(name) ?? null)
  );
  if (different.length === 0 && !ofModel) return undefined;
  return { changes: Object.fromEntries(different), ofModel };
}
