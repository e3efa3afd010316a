/**
 * @import { RefObject } from "preact"
 * @import { Actions } from "../actions.js"
 * @import { State } from "../state.js"
 */
import { useEffect } from "preact/hooks";
import { branch } from "../branches.js";
import { rangesOf } from "./ranges_of.js";

/** How long words may take to be drawn, in milliseconds: a long answer comes in portions. */
const PATIENCE = 3_000;

/** How long what stands around a word that was found may still move, in milliseconds. */
const SETTLING = 1_500;

/**
 * Leads to the message that a search found: shows its branch, brings it into view, marks the words
 * in it, and gives it the focus.
 * @param {object} props
 * @param {RefObject<HTMLElement | null>} props.content
 * @param {State} props.state
 * @param {Actions} props.actions
 */
export function Seeker({ content, state, actions }) {
  const sought = state.sought.value;
  const conversation = state.conversation.value;
  const isOpened = state.isOpened.value;
  useEffect(() => {
    if (!sought || sought.conversation !== conversation.id || !isOpened) return;
    if (!conversation.messages.has(sought.message)) return actions.endSeeking();
    if (!branch(conversation).some(({ id }) => id === sought.message)) {
      return actions.showSought();
    }
    const { message, words } = sought;
    if (content.current) whenDrawn(content.current, message, (drawn) => arrive(drawn, words));
    actions.endSeeking();
  }, [sought, conversation, isOpened]);
  useEffect(() => () => void globalThis.CSS?.highlights?.delete("sought"), [conversation.id]);
  return null;
}

/**
 * A long conversation is drawn from its end, as there is time.
 * @param {HTMLElement} content
 * @param {string} id
 * @param {(message: HTMLElement) => void} onDrawn
 */
function whenDrawn(content, id, onDrawn) {
  const look = () => {
    const message = content.querySelector(`[data-message="${id}"]`);
    if (message instanceof HTMLElement) onDrawn(message);
    return message !== null;
  };
  if (look()) return;
  const observer = new MutationObserver(() => look() && observer.disconnect());
  observer.observe(content, { childList: true, subtree: true });
  setTimeout(() => observer.disconnect(), PATIENCE);
}

/**
 * @param {HTMLElement} message
 * @param {string} words
 */
function arrive(message, words) {
  message.tabIndex = -1;
  message.focus({ preventScroll: true });
  message.scrollIntoView({ block: "start" });
  message.classList.add("sought");
  message.addEventListener("animationend", () => message.classList.remove("sought"));
  if (mark(message, words)) return;
  const observer = new MutationObserver(() => mark(message, words) && observer.disconnect());
  observer.observe(message, { childList: true, subtree: true, characterData: true });
  setTimeout(() => observer.disconnect(), PATIENCE);
}

/**
 * @param {HTMLElement} message
 * @param {string} words
 * @returns {boolean} whether any of them is there
 */
function mark(message, words) {
  const ranges = rangesOf(message, words);
  if (ranges.length === 0) return false;
  globalThis.CSS?.highlights?.set("sought", new Highlight(...ranges));
  const place = ranges[0].startContainer.parentElement;
  const folded = place?.closest("details");
  if (folded) folded.open = true;
  if (place) keepInSight(place);
  return true;
}

/**
 * What is drawn around it in the next moments must not push it out of sight, unless someone scrolls.
 * @param {HTMLElement} place
 */
function keepInSight(place) {
  const show = () => place.scrollIntoView({ block: "center" });
  show();
  const until = performance.now() + SETTLING;
  const isLeft = new AbortController();
  for (const sign of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    addEventListener(sign, () => isLeft.abort(), { once: true, signal: isLeft.signal });
  }
  const look = () => {
    if (performance.now() > until || !place.isConnected) isLeft.abort();
    if (isLeft.signal.aborted) return;
    const { top, bottom } = place.getBoundingClientRect();
    if (bottom <= 0 || top >= innerHeight) show();
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
