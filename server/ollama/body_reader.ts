/** The bytes of a response, read into memory that is used again and again. */

export interface BodyReader {
  /** The next bytes, which stay as they are until the next read; `undefined` at the end. */
  read(): Promise<Uint8Array | undefined>;
  cancel(): Promise<void>;
}

/** Bytes; an Ollama's line has some hundred. */
const BUFFER = 16 * 1024;

/**
 * Deno gives every other read 64 KiB of new memory, full of zeros, which costs four times what the
 * reading of a token does. Streams that were made in this process, as the demo's are, have their
 * bytes already and are read as they are.
 */
export function readerOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): BodyReader {
  const reader = byteReaderOf(body);
  if (!reader) {
    const plain = body.getReader();
    return { read: async () => (await plain.read()).value, cancel: () => plain.cancel() };
  }
  let buffer = new ArrayBuffer(BUFFER);
  return {
    async read() {
      const { value, done } = await reader.read(new Uint8Array(buffer));
      if (done) return undefined;
      buffer = value.buffer;
      return value;
    },
    cancel: () => reader.cancel(),
  };
}

function byteReaderOf(body: ReadableStream<Uint8Array<ArrayBuffer>>) {
  try {
    return body.getReader({ mode: "byob" });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
