import type { Draft } from "./rows.ts";

/** What can be found of a row: words of people and models, and a title. */
export interface Searched {
  /** The message's id, `null` for a title. */
  id: string | null;
  text: string;
}

/** `undefined` where there is nothing of the kind; whether a title is in force it cannot tell. */
export function searchedText(row: Draft): Searched | undefined {
  switch (row.type) {
    case "user":
    case "ai":
      return { id: row.id, text: row.message };
    case "error":
      return { id: row.id, text: row.text };
    case "title":
      return { id: null, text: row.message };
  }
}
