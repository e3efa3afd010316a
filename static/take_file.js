/**
 * Makes of a file what can go along with a message, or says why it cannot.
 *
 * @import { Api } from "./api.js"
 * @import { Attached } from "./attached.js"
 * @import { State } from "./state.js"
 */
import { makeId } from "./id.js";
import { number } from "./message_length.js";
import { modelInForce } from "./model_in_force.js";
import { readTextFile } from "./read_text_file.js";
import { scaleImage } from "./scale_image.js";

/** The most bytes that a character takes in a file. */
const BYTES_PER_CHARACTER = 4;

/** An image is drawn, whatever kind it is; this one is a text. */
const DRAWN = /^image\/(?!svg)/;

/**
 * @param {File} file
 * @param {{ state: State, api: Pick<Api, "keepImage" | "sees"> }} options
 * @returns {Promise<Attached | string>} why not, in a sentence
 */
export async function takeFile(file, { state, api }) {
  if (DRAWN.test(file.type)) return await takeImage(file, { state, api });
  const most = state.limits.value.messageChars;
  if (file.size > most * BYTES_PER_CHARACTER) {
    return `${file.name} has ${number(file.size)} bytes; ` +
      `at most ${number(most)} characters can be sent.`;
  }
  const text = await readTextFile(file);
  if (text === undefined) return `${file.name} is no text, so it cannot be quoted.`;
  if (text.trim() === "") return `${file.name} is empty.`;
  return { id: makeId(), name: oneLine(file.name), size: file.size, text };
}

/**
 * @param {File} file
 * @param {{ state: State, api: Pick<Api, "keepImage" | "sees"> }} options
 * @returns {Promise<Attached | string>}
 */
async function takeImage(file, { state, api }) {
  const name = modelInForce(state);
  if (name && await api.sees(name) === false) {
    return `${file.name} is an image, and ${name} does not see. Pick a model that does.`;
  }
  const image = await scaleImage(file);
  if (!image) return `${file.name} cannot be read as an image.`;
  const kept = await api.keepImage(image);
  if ("message" in kept) return `${file.name} was not taken: ${kept.message}`;
  return { id: makeId(), name: oneLine(file.name), size: image.size, hash: kept.hash };
}

/** @param {string} name stands in a line of its own, between words of ours */
function oneLine(name) {
  return name.replace(/\s+/g, " ").slice(-100);
}
