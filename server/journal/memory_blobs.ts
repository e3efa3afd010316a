/** Images in memory. */
import type { Blob, Blobs } from "./blobs.ts";

interface Kept extends Blob {
  owner: string;
  hash: string;
  /** When it was kept last; not there once a row has named it since. */
  time?: number;
}

/**
 * @param options.now milliseconds since 1970
 * @param options.isShown whether a row of an owner's names a hash
 */
export function createMemoryBlobs(
  { now, isShown }: { now: () => number; isShown: (owner: string, hash: string) => boolean },
): Blobs & Record<"name" | "drop", (owner: string, hash: string) => void> {
  const blobs = new Map<string, Kept>();
  const unused = () => blobs.values().filter(({ owner, hash }) => !isShown(owner, hash));
  const key = (owner: string, hash: string) => `${owner} ${hash}`;

  return {
    keep(owner, hash, blob) {
      const known = blobs.get(key(owner, hash)) ?? { ...blob, owner, hash };
      blobs.set(key(owner, hash), { ...known, time: now() });
      return Promise.resolve();
    },
    get(owner, hash) {
      const kept = blobs.get(key(owner, hash));
      return Promise.resolve(kept && { type: kept.type, bytes: kept.bytes });
    },
    has: (owner, hash) => Promise.resolve(blobs.has(key(owner, hash))),
    dropUnused(time) {
      const old = unused().filter((blob) => (blob.time ?? 0) < time).toArray();
      for (const { owner, hash } of old) blobs.delete(key(owner, hash));
      return Promise.resolve(old.length);
    },
    oldestUnused: () =>
      Promise.resolve(unused().map(({ time = 0 }) => time).toArray().sort((a, b) => a - b).at(0)),
    /** A row names it. */
    name(owner, hash) {
      delete blobs.get(key(owner, hash))?.time;
    },
    /** Removes one that no row names any more. */
    drop(owner, hash) {
      if (isShown(owner, hash) || blobs.get(key(owner, hash))?.time !== undefined) return;
      blobs.delete(key(owner, hash));
    },
  };
}
