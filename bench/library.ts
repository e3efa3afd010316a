/** Data folders with many conversations in them, for servers to be started on. */
import { join } from "node:path";
import { searchHere } from "../server/journal/search_here.ts";
import type { Row } from "../server/journal/rows.ts";
import { openSqliteJournal } from "../server/journal/sqlite.ts";

export interface Library extends AsyncDisposable {
  folder: string;
  /** Ids of the conversations, in the order in which they were begun. */
  conversations: string[];
}

export interface LibraryOptions {
  conversations: number;
  /** Messages in each conversation, half of them answers; or in the one with this index. */
  messages: number | ((index: number) => number);
  /** Characters of an answer; a question has a tenth of that. */
  characters: number;
  /** Whether all of it is in the search index. @default {false} */
  indexed?: boolean;
}

/** Words, of which the first are said often and the last seldom. */
const WORDS = 20_000;

/** Makes a folder as a server that was used for long would leave it. */
export async function makeLibrary(
  { conversations, messages, characters, indexed = false }: LibraryOptions,
): Promise<Library> {
  const folder = await Deno.makeTempDir({ prefix: "parley-bench-library-" });
  const database = join(folder, "parley.db");
  const say = speaker();
  const ids: string[] = [];
  {
    await using journal = openSqliteJournal(database, { searcher: () => LATER });
    for (let index = 0; index < conversations; index++) {
      const conversation = crypto.randomUUID();
      ids.push(conversation);
      const count = typeof messages === "number" ? messages : messages(index);
      const rows = rowsOf(conversation, { say, characters, messages: count });
      await journal.adopt({ owner: "local", conversation, rows });
    }
  }
  if (indexed) {
    await using searcher = searchHere(database);
    await searcher.index();
  }
  return {
    folder,
    conversations: ids,
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

/** Words that a search will find: the more often they were said, the earlier they come. */
export function wordAt(rank: number): string {
  return `w${(rank * 2_654_435_761 % 2 ** 32).toString(36)}`;
}

const LATER = {
  search: () => Promise.resolve({ hits: [] }),
  index: () => Promise.resolve(),
  forget: () => Promise.resolve(),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

function rowsOf(
  conversation: string,
  { say, characters, messages }: {
    say: (characters: number) => string;
    characters: number;
    messages: number;
  },
): Row[] {
  const rows: Row[] = [];
  let above: string | null = null;
  for (let message = 0; message < messages; message += 2) {
    const [question, answer] = [crypto.randomUUID(), crypto.randomUUID()];
    const place = () => ({ conversation, seq: rows.length + 1, time: Date.now() });
    rows.push({
      type: "user",
      id: question,
      parent: above,
      message: say(characters / 10),
      ...place(),
    });
    rows.push({
      type: "typing",
      id: answer,
      parent: question,
      request: question,
      model: "gemma:2b",
      message: "AI is typing...",
      ...place(),
    });
    rows.push({ type: "ai", id: answer, reason: "stop", message: say(characters), ...place() });
    above = answer;
  }
  return rows;
}

/** Says something else each time, and the same in every bench. */
function speaker() {
  let seed = 1;
  const random = () => (seed = seed * 48_271 % 2_147_483_647) / 2_147_483_647;
  return (characters: number): string => {
    let text = "";
    while (text.length < characters) text += `${wordAt(Math.floor(random() ** 3 * WORDS))} `;
    return text;
  };
}
