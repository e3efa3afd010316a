/** A file as it is being sent: its first sign is looked at, and whoever falls silent is given up. */
import type { Clock } from "../clock.ts";

/** Milliseconds without a byte, while one is waited for, after which a sender is given up. */
const SILENCE = 60_000;

/** A sender was given up. */
export class SilentError extends Error {
  override name = "SilentError";
}

export interface Upload {
  /** Its bytes, once. @throws {SilentError} when no more of them come, or what the body throws */
  file: AsyncIterable<Uint8Array>;
  cancel(): Promise<void>;
}

/**
 * Begins to read a body.
 * @returns nothing where its first sign is not one that JSON begins with
 * @throws {SilentError} or what the body throws
 */
export async function openUpload(
  body: ReadableStream<Uint8Array> | null,
  { clock }: { clock: Clock },
): Promise<Upload | undefined> {
  if (!body) return undefined;
  const reader = body.getReader();
  const first: Uint8Array[] = [];
  let isFile = false;
  try {
    while (!isFile) {
      const { value } = await read();
      if (!value) return undefined;
      first.push(value);
      const [sign] = new TextDecoder().decode(value).trimStart();
      if (sign === undefined) continue;
      if (sign !== "{" && sign !== "[") return undefined;
      isFile = true;
    }
  } finally {
    if (!isFile) await reader.cancel();
  }
  return { file: file(), cancel: () => reader.cancel() };

  async function* file() {
    try {
      yield* first;
      for (let more; !(more = await read()).done;) yield more.value;
    } finally {
      await reader.cancel();
    }
  }

  async function read() {
    const { promise: silence, reject } = Promise.withResolvers<never>();
    const heard = clock.after(SILENCE, () => reject(new SilentError("Nothing came for a minute")));
    try {
      return await Promise.race([reader.read(), silence]);
    } finally {
      heard();
    }
  }
}
