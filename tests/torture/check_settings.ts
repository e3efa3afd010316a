/** Every answer was asked for by the settings that were in force when it was. */
import { endsAnswer, type Row } from "../../server/journal/rows.ts";
import type { Conversation } from "../../static/fold.js";
import type { Finding } from "../support/invariants.ts";
import { markedNumber, type Upstream } from "./ollama.ts";

/** The server's own, where nobody chose one. */
const DEFAULT = 0.7;

/**
 * @param rows all that the journal holds of a conversation
 * @param options.folded the same, folded
 * @param options.requests all that Ollama was asked, of any conversation
 */
export function findingsInSettings(
  rows: readonly Row[],
  { folded, requests }: { folded: Conversation; requests: readonly Upstream[] },
): Finding[] {
  return rows.filter((row) => endsAnswer(row)).flatMap(({ id, seq }) => {
    const answer = folded.messages.get(id);
    const number = answer && markedNumber(answer.text.slice(inherited(answer.continues).length));
    if (!answer || number === undefined) return [];
    const { temperature } = requests[number - 1];
    const inForce = temperaturesBetween(rows, { from: answer.seq, to: seq });
    if (inForce.has(temperature)) return [];
    const message = `The answer ${id} was asked for with temperature ${temperature}, and ` +
      `${[...inForce].join(" or ")} was in force.`;
    return [{ rule: "settings", message }];
  });

  function inherited(from = "") {
    return folded.messages.get(from)?.text ?? "";
  }
}

/** All that were in force between two rows, both included. */
function temperaturesBetween(
  rows: readonly Row[],
  { from, to }: { from: number; to: number },
): Set<unknown> {
  let current = DEFAULT;
  const inForce = new Set<unknown>();
  for (const row of rows) {
    if (row.seq > from) inForce.add(current);
    if (row.type === "settings" && row.temperature !== undefined) {
      current = row.temperature ?? DEFAULT;
    }
    if (row.seq >= to) break;
  }
  return inForce;
}
