/**
 * One request to a JSON route of the server, whose every outcome is a value.
 * @param {typeof globalThis.fetch} fetch
 */
export function createCall(fetch) {
  /**
   * @param {string} method
   * @param {string} path
   * @param {object} [body] bytes go out as they are, all else as JSON
   * @returns {Promise<{ status: number, json?: Record<string, unknown> }>} status 0: no answer came
   */
  return async function call(method, path, body) {
    try {
      const response = await fetch(path, {
        method,
        ...(body instanceof Blob ? { body, headers: { "content-type": body.type } } : {}),
        ...(body && !(body instanceof Blob)
          ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } }
          : {}),
      });
      const isJson = response.headers.get("content-type")?.startsWith("application/json");
      return { status: response.status, ...(isJson ? { json: await response.json() } : {}) };
    } catch (error) {
      console.warn(`${method} ${path} failed`, error);
      return { status: 0 };
    }
  };
}
