/**
 * A file beside what is being written, which goes out with it: a text that is quoted, or an image
 * that the server has already.
 * @typedef {object} Attached
 * @property {string} id
 * @property {string} name
 * @property {number} size in bytes; 0 where nobody knows it any more
 * @property {string} [text]
 * @property {string} [hash]
 */

/**
 * @param {readonly Attached[]} files
 * @returns {string[]} the hashes of the images
 */
export function imagesOf(files) {
  return files.flatMap(({ hash }) => hash ?? []);
}

/**
 * Reads what was kept of them; what is not one is left out.
 * @param {string} kept
 * @returns {readonly Attached[]}
 */
export function parseAttached(kept) {
  if (kept === "") return [];
  try {
    const files = JSON.parse(kept);
    return Array.isArray(files) ? files.filter(isAttached) : [];
  } catch {
    return []; // Someone else wrote under our name; there is nothing in it to save.
  }
}

/**
 * @param {Partial<Record<string, unknown>> | null} file
 * @returns {file is Attached & Record<string, unknown>}
 */
function isAttached(file) {
  return typeof file?.id === "string" && typeof file.name === "string" &&
    typeof file.size === "number" && typeof (file.text ?? file.hash) === "string";
}
