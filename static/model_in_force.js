/** @import { State } from "./state.js" */

/**
 * The model that answers in the conversation that is shown: its own, else the server's.
 * @param {State} state
 * @returns {string | undefined} nothing while that is not known
 */
export function modelInForce(state) {
  return state.conversation.value.model || state.catalogue.value?.current;
}
