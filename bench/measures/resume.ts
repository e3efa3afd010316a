/** How long it takes until everyone has everything again, after the server was killed. */
import { join } from "node:path";
import { openSqliteJournal } from "../../server/journal/sqlite.ts";
import { storeTalk } from "../../tests/support/stored_talk.ts";
import { now } from "../answer.ts";
import type { Alone } from "../figure.ts";
import { startServer } from "../server.ts";
import type { Stage } from "../stage.ts";

const SOCKETS = 1000;
/** Questions, each with its answer: 20 messages. */
const TURNS = 10;

export async function measureResume({ runs, ollama, crowd }: Stage): Promise<Alone[]> {
  const folder = await Deno.makeTempDir({ prefix: "parley-bench-" });
  const values: number[] = [];
  try {
    const conversations = await fill(folder);
    for (let run = 0; run < runs; run++) {
      const before = await startServer("parley", { ollama, folder });
      const { origin } = before;
      await crowd.resume({ origin, conversations });
      await before[Symbol.asyncDispose]();
      const begun = now();
      const all = crowd.resume({ origin, conversations });
      await using _after = await startServer("parley", {
        ollama,
        folder,
        port: Number(new URL(origin).port),
      });
      values.push((await all - begun) / 1000);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return [{
    what: `${SOCKETS.toLocaleString("en")} sockets have ${2 * TURNS} messages again after kill -9`,
    unit: "s",
    values,
    target: { most: 5 },
  }];
}

async function fill(folder: string): Promise<string[]> {
  await using journal = openSqliteJournal(join(folder, "parley.db"));
  const turns = Array.from(
    { length: TURNS },
    (_, turn) =>
      [`What about ${turn}?`, `Of ${turn} it is said: ${"so it is. ".repeat(50)}`] as const,
  );
  return await Promise.all(Array.from({ length: SOCKETS }, () => storeTalk(journal, turns)));
}
