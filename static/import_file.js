/**
 * Hands a file to the server, which takes in the conversations in it and says how far it is.
 */

/**
 * How an import goes. `total` is the file's size; what could not be taken is told line by line.
 * @typedef {object} Import
 * @property {"running" | "done" | "failed" | "stopped"} state
 * @property {string} name of the file
 * @property {number} total bytes
 * @property {number} bytes read so far
 * @property {number} added conversations that are new here
 * @property {number} known conversations that were here already
 * @property {number} failed conversations that could not be taken
 * @property {readonly string[]} faults
 * @property {string} [message] why it ended
 */

/**
 * @typedef {object} ImportOptions
 * @property {(state: Import) => void} onChange called whenever there is more to say
 * @property {AbortSignal} signal
 * @property {typeof globalThis.fetch} fetch
 */

/**
 * @param {File} file
 * @param {ImportOptions} options
 * @returns {Promise<Import>} how it ended; never throws
 */
export async function importFile(file, { onChange, signal, fetch }) {
  /** @type {Import} */
  let now = {
    state: "running",
    name: file.name,
    total: file.size,
    bytes: 0,
    added: 0,
    known: 0,
    failed: 0,
    faults: [],
  };
  /** @param {Partial<Import>} more */
  const tell = (more) => onChange(now = { ...now, ...more });
  tell({});
  try {
    const response = await fetch("/api/import", {
      method: "POST",
      body: file,
      headers: {
        "content-type": file.name.endsWith(".json") ? "application/json" : "application/x-ndjson",
      },
      signal,
    });
    if (!response.ok || !response.body) {
      tell({ state: "failed", message: await reasonOf(response) });
      return now;
    }
    let isDone = false;
    for await (const line of linesOf(response.body)) {
      const { type, bytes, added, known, failed } = line;
      if (type === "failed") tell({ faults: [...now.faults, faultOf(line)] });
      else tell({ bytes, added, known, failed });
      isDone ||= type === "done";
    }
    tell(isDone ? { state: "done" } : { state: "failed", message: BROKEN });
  } catch (error) {
    console.info("The import ended early", error);
    tell(signal.aborted ? { state: "stopped" } : { state: "failed", message: BROKEN });
  }
  return now;
}

const BROKEN = "The line broke. What was taken until then stays; the file can be chosen again.";

/** @param {Response} response */
async function reasonOf(response) {
  const { error } = await response.json().catch(() => ({}));
  return typeof error?.message === "string" ? error.message : `The server says ${response.status}.`;
}

/** @param {{ line?: number, conversation?: number, message: string }} failure */
function faultOf({ line, conversation, message }) {
  return `${line === undefined ? `Conversation ${conversation}` : `Line ${line}`}: ${message}`;
}

/** @param {ReadableStream<Uint8Array<ArrayBuffer>>} body */
async function* linesOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = done ? "" : lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield JSON.parse(line);
    if (done) return;
  }
}
