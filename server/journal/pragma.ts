import type { DatabaseSync } from "node:sqlite";
import { integer } from "./columns.ts";

/** What a database's header says of whose it is, and of which version. */
export function pragma(db: DatabaseSync, name: "user_version" | "application_id"): number {
  return integer(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}
