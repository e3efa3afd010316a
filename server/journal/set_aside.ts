/** Keeps a database that cannot be used, under a name that says why and when. */
import { existsSync } from "node:fs";
import { JournalError } from "./journal.ts";
import { systemReason } from "./system_reason.ts";

/** SQLite's own companions of a database file; they belong to it wherever it goes. */
const COMPANIONS = ["-wal", "-shm"];

/**
 * Renames a database file and its companions.
 * @param time milliseconds since 1970
 * @returns the new name; there was no file of that name
 * @throws {JournalError}
 */
export function setAside(path: string, time: number): string {
  const kept = freeName(
    `${path}.corrupt-${new Date(time).toISOString().replace(/[-:]|\.\d+/g, "")}`,
  );
  try {
    // The database goes last: its log must never be found beside a new one.
    for (const companion of COMPANIONS) {
      if (existsSync(path + companion)) Deno.renameSync(path + companion, kept + companion);
    }
    Deno.renameSync(path, kept);
  } catch (error) {
    throw new JournalError(
      `The database ${path} is damaged, and cannot be kept as ${kept}: ${systemReason(error)}`,
      { cause: error },
    );
  }
  return kept;
}

function freeName(wanted: string): string {
  const isTaken = (name: string) => ["", ...COMPANIONS].some((end) => existsSync(name + end));
  let name = wanted;
  for (let n = 2; isTaken(name); n++) name = `${wanted}-${n}`;
  return name;
}
