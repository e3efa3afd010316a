import { Buffer } from "node:buffer";
import { join } from "node:path";
import { systemReason } from "./system_reason.ts";

/** The folder cannot be used; the message is one plain sentence for whoever starts the server. */
export class DataFolderError extends Error {
  override name = "DataFolderError";
  /** Another server uses the folder, so nothing is wrong with it. */
  readonly claimed: boolean;

  constructor(
    message: string,
    { claimed = false, ...options }: ErrorOptions & { claimed?: boolean } = {},
  ) {
    super(message, options);
    this.claimed = claimed;
  }
}

/** A folder that no other server uses until it is disposed of, or this process ends. */
export interface DataFolder extends Disposable {
  readonly path: string;
}

/**
 * Makes the folder, for its owner alone, where there is none, and claims it for this process.
 *
 * The claim is a lock on an open file, which the system takes back however the process ends. The
 * pid in that file is for people; in a container it is always 1.
 * @throws {DataFolderError}
 */
export function claimDataFolder(path: string): DataFolder {
  const lock = openLock(path);
  try {
    if (!lock.tryLockSync(true)) {
      throw new DataFolderError(`Parley is already running on ${path} (pid ${pidIn(lock)}).`, {
        claimed: true,
      });
    }
    lock.truncateSync();
    lock.writeSync(new TextEncoder().encode(`${Deno.pid}\n`));
  } catch (error) {
    lock.close();
    throw error instanceof DataFolderError ? error : unusable(path, error);
  }
  return { path, [Symbol.dispose]: () => lock.close() };
}

function openLock(folder: string): Deno.FsFile {
  try {
    Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const options = { create: true, read: true, write: true, mode: 0o600 };
    return Deno.openSync(join(folder, "parley.lock"), options);
  } catch (error) {
    throw unusable(folder, error);
  }
}

function pidIn(lock: Deno.FsFile): string {
  const bytes = Buffer.alloc(20);
  const length = lock.readSync(bytes) ?? 0;
  return /^\d+/.exec(bytes.toString("latin1", 0, length))?.[0] ?? "unknown";
}

function unusable(path: string, cause: unknown): DataFolderError {
  return new DataFolderError(`The data folder ${path} cannot be used: ${systemReason(cause)}.`, {
    cause,
  });
}
