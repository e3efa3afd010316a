/** Neighbouring writes of one answer → one write: the first one's offset, the last one's seq. */
import { isWrite, type Place, type Row, type TokenRow } from "./rows.ts";

export function mergeTokens(rows: readonly Row[]): Row[] {
  const merged: Row[] = [];
  for (const row of rows) {
    const last = merged.at(-1);
    if (last && isWrite(last) && isWrite(row) && follows(row, last)) {
      merged[merged.length - 1] = {
        ...row,
        offset: last.offset,
        message: last.message + row.message,
      };
    } else merged.push(row);
  }
  return merged;
}

function follows(row: TokenRow & Place, last: TokenRow & Place): boolean {
  return row.type === last.type && row.id === last.id &&
    row.offset === last.offset + last.message.length;
}
