/**
 * Reads a file as text, by its mark of byte order, else as UTF-8.
 * @param {File} file
 * @returns {Promise<string | undefined>} nothing where it is no text
 */
export async function readTextFile(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe
    ? "utf-16le"
    : bytes[0] === 0xfe && bytes[1] === 0xff
    ? "utf-16be"
    : "utf-8";
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : text.replaceAll("\r\n", "\n");
  } catch {
    return undefined; // Bytes that are no text in any encoding we know: that is the answer.
  }
}
