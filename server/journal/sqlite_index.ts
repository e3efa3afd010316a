/** Keeps the search index true to the rows, inside a transaction that is someone else's. */
import type { DatabaseSync } from "node:sqlite";
import type { Draft } from "./rows.ts";
import { searchedText } from "./searched_text.ts";

export function createSqliteIndex(db: DatabaseSync) {
  const insert = db.prepare(
    "INSERT INTO search (rowid, text) SELECT n, text FROM texts WHERE n = ?",
  );
  const removeTitle = db.prepare(`
    DELETE FROM search WHERE rowid = (
      SELECT rows.n FROM conversations
        JOIN rows ON rows.conversation = conversations.n AND rows.seq = conversations.titled_by
      WHERE conversations.n = ?)`);
  const entitle = db.prepare("UPDATE conversations SET titled_by = ? WHERE n = ?");

  /**
   * Takes in a row that was just stored, if it can be searched.
   * @param options.row its number in the table `rows`
   */
  return (
    draft: Draft,
    { row, conversation, seq }: { row: number | bigint; conversation: number; seq: number },
  ) => {
    if (!searchedText(draft)) return;
    if (draft.type === "title") {
      // The index asks the view what it has to forget: the old title must still be there.
      removeTitle.run(conversation);
      entitle.run(seq, conversation);
    }
    insert.run(row);
  };
}
