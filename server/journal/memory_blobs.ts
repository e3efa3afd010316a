/** Images in memory. */
import type { Blob, Blobs } from "./blobs.ts";

interface Kept extends Blob {
  owner: string;
  hash: string;
  time: number;
}

/**
 * @param options.now milliseconds since 1970
 * @param options.isShown whether a row of an owner's names a hash
 */
export function createMemoryBlobs(
  { now, isShown }: { now: () => number; isShown: (owner: string, hash: string) => boolean },
): Blobs & { drop: (owner: string, hash: string) => void } {
  const blobs = new Map<string, Kept>();
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
      const unused = [...blobs.values()]
        .filter((blob) => blob.time < time && !isShown(blob.owner, blob.hash));
      for (const { owner, hash } of unused) blobs.delete(key(owner, hash));
      return Promise.resolve(unused.length);
    },
    /** Removes one that no row names any more. */
    drop(owner, hash) {
      if (!isShown(owner, hash)) blobs.delete(key(owner, hash));
    },
  };
}
