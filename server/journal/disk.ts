/** Has the disk keep what was written to a file, while everything else goes on. */

export interface Disk extends AsyncDisposable {
  /**
   * Resolves when everything that was written before lies on the disk.
   * @throws the disk failed; from then on it always does, since nobody knows what it lost
   */
  sync(): Promise<void>;
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

  async function begin(): Promise<void> {
    await last; // It may have begun before the newest write.
    [last, next] = [next ?? last, undefined];
    await file.syncData();
  }

  return {
    sync: () => next ??= begin(),
    async [Symbol.asyncDispose]() {
      await Promise.allSettled([last, next]);
      file.close();
    },
  };
}
