/**
 * A random UUID (version 4). `crypto.randomUUID` does not exist on a page that came over plain
 * http from another machine.
 * @param {(bytes: Uint8Array<ArrayBuffer>) => Uint8Array} [fill]
 * @returns {string} 36 characters, lower case
 */
export function makeId(fill = (bytes) => crypto.getRandomValues(bytes)) {
  const bytes = fill(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
