/**
 * Measures Parley beside the least code that could do its work, and says where it stands.
 *
 *   deno task bench                        everything; writes bench/latest.md
 *   deno task bench --only tokens,latency  some of tokens, basic, latency, pace, resume,
 *                                        memory, start, search, open, carry, start_big
 *   deno task bench --runs 3 --clients 2   more or fewer runs; more processes for the clients
 */
import { parseArgs } from "node:util";
import type { Alone, Figure, Missing } from "./figure.ts";
import { measureBasic } from "./measures/basic.ts";
import { measureCarry } from "./measures/carry.ts";
import { measureLatency } from "./measures/latency.ts";
import { measureMemory } from "./measures/memory.ts";
import { measureOpen } from "./measures/open.ts";
import { measurePace } from "./measures/pace.ts";
import { measureResume } from "./measures/resume.ts";
import { measureSearch } from "./measures/search.ts";
import { measureStart } from "./measures/start.ts";
import { measureStartBig } from "./measures/start_big.ts";
import { measureTokens } from "./measures/tokens.ts";
import { reportOf } from "./report.ts";
import { openStage, type Stage } from "./stage.ts";
import { tableOf } from "./table.ts";

type Line = Figure | Alone | Missing;

const MEASURES: Readonly<Record<string, (stage: Stage) => Promise<Line[]>>> = {
  tokens: measureTokens,
  basic: measureBasic,
  latency: measureLatency,
  pace: measurePace,
  resume: measureResume,
  memory: measureMemory,
  start: measureStart,
  search: measureSearch,
  open: measureOpen,
  carry: measureCarry,
  start_big: measureStartBig,
};

const { values } = parseArgs({
  options: {
    only: { type: "string", default: Object.keys(MEASURES).join() },
    runs: { type: "string", default: "5" },
    clients: { type: "string", default: "1" },
  },
});
const names = values.only.split(",");
const unknown = names.filter((name) => !Object.hasOwn(MEASURES, name));
const [runs, clients] = [Number(values.runs), Number(values.clients)];
if (unknown.length > 0 || !(runs >= 1) || !(clients >= 1)) {
  console.error(`--only takes ${Object.keys(MEASURES).join()}; --runs and --clients a number.`);
  Deno.exit(2);
}

const [load] = Deno.loadavg();
if (load > navigator.hardwareConcurrency / 4) {
  console.error(`The machine is busy (load average ${load.toFixed(1)}): latencies will be wrong.`);
}
await using stage = await openStage({ runs, clients });
const figures: Line[] = [];
for (const name of names) {
  console.error(`Measuring ${name} …`);
  figures.push(...await MEASURES[name](stage));
}
console.log(tableOf(figures));
// What was left out would be missing from the page, too.
if (names.length === Object.keys(MEASURES).length) {
  await Deno.writeTextFile(
    new URL("latest.md", import.meta.url),
    await reportOf(figures, { runs, clients, load }),
  );
}
