/**
 * Tortures Parley, one seed after the other, and counts what should not have been.
 *
 *   deno task torture --seed 7           one storm
 *   deno task torture --seed 1 --to 20   twenty
 */
import { parseArgs } from "node:util";
import { torture } from "./torture.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    seed: { type: "string", default: "1" },
    to: { type: "string" },
    /** Tells all that is remembered of each storm. */
    verbose: { type: "boolean", default: false },
  },
});
const first = Number(values.seed);
const last = Number(values.to ?? values.seed);
if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last) || last < first) {
  console.error("--seed and --to are whole numbers, the second one not below the first.");
  Deno.exit(2);
}

let failed = 0;
for (let seed = first; seed <= last; seed++) {
  const { findings, events, figures } = await torture({ seed: String(seed) });
  const told = Object.entries(figures).map(([name, value]) => `${name} ${value}`).join(", ");
  console.log(`seed ${seed}: ${findings.length} violations (${told})`);
  if (findings.length > 0) failed++;
  if (findings.length > 0 || values.verbose) {
    console.log(events.map((event) => `  ${event}`).join("\n"));
  }
  for (const { rule, message } of findings.slice(0, 40)) {
    console.log(`  seed ${seed} ${rule}: ${message}`);
  }
}
Deno.exit(failed > 0 ? 1 : 0);
