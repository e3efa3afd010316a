import { join } from "node:path";

/** The folder cannot be used; the message is one plain sentence for whoever starts the server. */
export class DataFolderError extends Error {
  override name = "DataFolderError";
}

/** A folder that no other server uses until it is disposed of, or this process ends. */
export interface DataFolder extends Disposable {
  readonly path: string;
  /** Path of a file in it. */
  file(name: string): string;
}

/**
 * Makes the folder, for its owner alone, where there is none, and claims it for this process.
 *
 * The claim is a lock on an open file, which the system takes back however the process ends. The
 * pid in that file is for people; in a container it is always 1.
 * @throws {DataFolderError}
 */
export async function claimDataFolder(path: string): Promise<DataFolder> {
  const file = (name: string) => join(path, name);
  const lock = await openLock(path, file("parley.lock"));
  try {
    if (!await lock.tryLock(true)) {
      const pid = await readPid(lock);
      throw new DataFolderError(`Parley is already running on ${path} (pid ${pid}).`);
    }
    await lock.truncate();
    await lock.write(new TextEncoder().encode(`${Deno.pid}\n`));
  } catch (error) {
    lock.close();
    if (error instanceof DataFolderError) throw error;
    throw unusable(path, error);
  }
  return { path, file, [Symbol.dispose]: () => lock.close() };
}

async function openLock(folder: string, file: string): Promise<Deno.FsFile> {
  try {
    await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
    return await Deno.open(file, { create: true, read: true, write: true, mode: 0o600 });
  } catch (error) {
    throw unusable(folder, error);
  }
}

async function readPid(lock: Deno.FsFile): Promise<string> {
  const bytes = new Uint8Array(20);
  const length = await lock.read(bytes) ?? 0;
  const [pid = "unknown"] = /^\d+/.exec(new TextDecoder().decode(bytes.subarray(0, length))) ?? [];
  return pid;
}

/** What went wrong, by the name of Deno's error. */
const REASONS: Record<string, string> = {
  AlreadyExists: "a file of that name is in the way",
  NotADirectory: "a part of that path is a file",
  PermissionDenied: "this user may not write there",
  NotCapable: "this process may not write there",
  ReadOnlyFilesystem: "that file system is read-only",
  IsADirectory: "a folder stands where its lock file belongs",
};

function unusable(path: string, cause: unknown): DataFolderError {
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
  const reason = REASONS[name] ?? `the system said "${message}"`;
  return new DataFolderError(`The data folder ${path} cannot be used: ${reason}.`, { cause });
}
