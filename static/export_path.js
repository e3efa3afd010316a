/**
 * Where the server has a conversation as a file.
 * @param {string} conversation
 * @param {"md" | "json"} format
 */
export function exportPath(conversation, format) {
  return `/api/conversations/${conversation}/export?format=${format}`;
}
