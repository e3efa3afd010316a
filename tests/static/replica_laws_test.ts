/**
 * Whatever happens on the way, every page ends up with the conversation that the journal holds: rows
 * lost and heard twice, lines cut in the middle of a page, restarts, compaction, in any order.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { mergeTokens } from "../../server/journal/merge_tokens.ts";
import { endsAnswer, isWrite, type Row } from "../../server/journal/rows.ts";
import { emptyConversation, fold } from "../../static/fold.js";
import { createReplica, type Open } from "../../static/replica.js";
import { rows } from "../support/row_arbitrary.ts";

/** What may happen next; `client` says to whom. */
type Event =
  | { do: "append"; rows: number; lost: number; twice: boolean }
  | { do: "cut" | "open"; client: number; page: number }
  | { do: "cut while opening"; client: number; page: number; pages: number }
  | { do: "leave and return"; client: number; page: number; meanwhile: number }
  | { do: "flush"; client: number }
  | { do: "restart" | "compact" };

const client = fc.nat({ max: 2 });
const page = fc.integer({ min: 1, max: 9 });

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("append"),
      rows: fc.integer({ min: 1, max: 6 }),
      lost: fc.nat({ max: 7 }),
      twice: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("cut", "open"), client, page }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("cut while opening"),
      client,
      page,
      pages: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("leave and return"),
      client,
      page,
      meanwhile: fc.nat({ max: 5 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("flush"), client }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("restart", "compact") }) },
);

/** A server with one conversation, as far as the rules of `open` go. */
function createServer(all: readonly Row[]) {
  const gone = new Set<Row>();
  let top = 0;
  let restarts = 0;

  return {
    /** The rows that are new now. */
    append(count: number) {
      const fresh = all.slice(top, top + count);
      top += fresh.length;
      return fresh;
    },
    restart: () => void restarts++,
    compact() {
      const stored = all.slice(0, top);
      const ended = new Set(stored.filter(endsAnswer).map(({ id }) => id));
      for (const row of stored) if (isWrite(row) && ended.has(row.id)) gone.add(row);
    },
    answer({ id, epoch, since = 0 }: Open, size: number) {
      const mine = `epoch ${restarts}`;
      const reset = (epoch !== undefined && epoch !== mine) || since > top;
      const left = all.slice(reset ? 0 : since, top).filter((row) => !gone.has(row));
      const part = left.slice(0, size);
      const more = part.length < left.length;
      return {
        type: "opened" as const,
        conversation: "c",
        id,
        epoch: mine,
        reset,
        upto: more ? part[part.length - 1].seq : top,
        events: mergeTokens(part),
        ...(more ? { more } : {}),
      };
    },
  };
}

Deno.test("createReplica() ends up as the journal's fold, whatever three pages live through", () => {
  fc.assert(
    fc.property(rows(), fc.array(event, { maxLength: 60, size: "max" }), (all, events) => {
      const server = createServer(all);
      const clients = Array.from({ length: 3 }, () => ({
        replica: createReplica("c"),
        isJoined: false,
      }));

      /** Asks until it has everything, or the line is cut. */
      function open(
        one: typeof clients[number],
        { page, pages = Infinity, ask = one.replica.open() }: {
          page: number;
          pages?: number;
          ask?: Open;
        },
      ) {
        one.isJoined = false;
        let next: Open | undefined = ask;
        for (let count = 0; next && count < pages; count++) {
          next = one.replica.opened(server.answer(next, page));
        }
        one.isJoined = next === undefined;
      }

      for (const now of events) {
        switch (now.do) {
          case "append":
            for (const row of server.append(now.rows)) {
              for (const one of clients.filter(({ isJoined }) => isJoined)) {
                if (row.seq % 8 === now.lost) continue;
                const ask = one.replica.take(row);
                if (ask) open(one, { page: 3, ask });
                if (now.twice) assert.equal(one.replica.take(row), undefined);
              }
            }
            break;
          case "open":
            open(clients[now.client], now);
            break;
          case "cut while opening":
            open(clients[now.client], now);
            clients[now.client].isJoined = false;
            break;
          case "leave and return": {
            // The first answer is under way while the second question is.
            const one = clients[now.client];
            const asked = one.replica.open();
            one.replica = createReplica("c");
            const askedAgain = one.replica.open();
            const first = server.answer(asked, now.page);
            server.append(now.meanwhile);
            for (const other of clients) other.isJoined = false;
            const second = server.answer(askedAgain, now.page);
            assert.equal(one.replica.opened(first), undefined, "it is nobody's any more");
            const next = one.replica.opened(second);
            if (next) open(one, { page: now.page, ask: next });
            else one.isJoined = true;
            break;
          }
          case "cut":
            clients[now.client].isJoined = false;
            break;
          case "flush":
            clients[now.client].replica.flush();
            break;
          case "compact":
            server.compact();
            break;
          case "restart":
            server.restart();
            for (const one of clients) one.isJoined = false;
        }
      }
      server.append(all.length);
      for (const one of clients) {
        open(one, { page: 5 });
        assert.deepEqual(one.replica.flush(), fold(emptyConversation("c"), all));
      }
    }),
    { numRuns: 300 },
  );
});
