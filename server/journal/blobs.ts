/** Images, as a journal keeps them: each once for an owner, by the hash of its bytes. */

/** An image's bytes, and their media type, such as `image/png`. */
export interface Blob {
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Rows name images by hash (SHA-256, 64 small hexadecimal digits). One that no row names is kept
 * for a while only, and one that rows name goes with the last conversation that has such a row,
 * unless it was kept anew since: then someone is about to send it again, and it counts as unused.
 * Every call rejects with a `JournalError` where it fails.
 */
export interface Blobs {
  /** Keeps it, durably; one that is there already counts as kept anew. Its bytes are not copied. */
  keep(owner: string, hash: string, blob: Blob): Promise<void>;
  get(owner: string, hash: string): Promise<Blob | undefined>;
  has(owner: string, hash: string): Promise<boolean>;
  /**
   * Removes for good what was kept before `time` and is named by no row.
   * @param time milliseconds since 1970
   * @returns how many
   */
  dropUnused(time: number): Promise<number>;
  /** When the one was kept, in milliseconds since 1970, that no row names for the longest time. */
  oldestUnused(): Promise<number | undefined>;
}
