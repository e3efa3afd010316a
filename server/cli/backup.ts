/** `parley backup FILE`: a copy of all conversations, also while the server runs. */
import { backupDatabase } from "../journal/backup_database.ts";
import { configuredDatabase } from "./database.ts";

/**
 * @param file must not exist
 * @returns the process's exit code @throws an error whose message is a plain sentence
 */
export async function backup(file: string): Promise<number> {
  const database = configuredDatabase();
  await backupDatabase(database, file);
  console.log(`All that ${database} holds is in ${file}.`);
  return 0;
}
