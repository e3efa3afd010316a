/** Has the disk keep what was written to a file, while everything else goes on. */
import { JournalError } from "./journal.ts";

export interface Disk extends AsyncDisposable {
  /**
   * Resolves when everything that was written before lies on the disk.
   * @throws {JournalError} the disk failed; from then on it always throws
   */
  sync(): Promise<void>;
  /**
   * Nothing may be written any more once a sync has failed: a second one would say that all is well,
   * of a disk that has forgotten what it did not write.
   * @throws {JournalError}
   */
  check(): void;
}

/** What is needed of an open file. */
type File = Pick<Deno.FsFile, "syncData" | "close">;

/**
 * Several syncs that are asked for while one is under way are made as one, after it.
 * @param path of a file that is there
 */
export function openDisk(
  path: string,
  { open = (path) => Deno.openSync(path, { read: true, write: true }) }: {
    open?: (path: string) => File;
  } = {},
): Disk {
  const file = open(path);
  let last = Promise.resolve();
  let next: Promise<void> | undefined;
  let lost: JournalError | undefined;
  let closed = false;

  async function begin(): Promise<void> {
    await last; // It may have begun before the newest write.
    [last, next] = [next ?? last, undefined];
    try {
      await file.syncData();
    } catch (cause) {
      throw lost = new JournalError(
        "Cannot save as the disk failed; nothing can be saved until Parley is started again",
        { cause },
      );
    }
  }

  return {
    sync: () => next ??= begin(),
    check() {
      if (lost) throw lost;
    },
    async [Symbol.asyncDispose]() {
      await Promise.allSettled([last, next]);
      if (!closed) file.close();
      closed = true;
    },
  };
}
