/**
 * Runs every check there is and counts: format, lint, types, then the tests group by group.
 *
 *   deno task test                 everything
 *   deno task test:quick           format, lint, types, unit and end-to-end tests
 *   deno task check                format, lint and types
 *   deno run -A tests/run.ts page  only these groups
 *
 * A group that cannot run here is skipped and says why; with CI=true that is a failure.
 */
import { ALL, GROUPS, QUICK } from "./support/groups.ts";
import { runGroup } from "./support/run_group.ts";
import { STATIC_CHECKS } from "./support/static_checks.ts";

const asked = Deno.args.filter((arg) => !arg.startsWith("--"));
const quick = Deno.args.includes("--quick");
const staticOnly = Deno.args.includes("--static");
const names = staticOnly ? [] : asked.length > 0 ? asked : quick ? QUICK : ALL;
const unknown = names.filter((name) => !(name in GROUPS));
if (unknown.length > 0) {
  console.error(
    `There is no group ${unknown.join(", ")}; there are ${Object.keys(GROUPS).join(", ")}.`,
  );
  Deno.exit(2);
}

const totals = { passed: 0, failed: 0 };
const lines: string[] = [];

if (asked.length === 0) {
  const checks = STATIC_CHECKS.map(async ({ name, cwd, args }) => {
    const { success } = await new Deno.Command(Deno.execPath(), { args, cwd }).spawn().status;
    return { name, success };
  });
  for (const { name, success } of await Promise.all(checks)) {
    totals[success ? "passed" : "failed"]++;
    lines.push(`${success ? "ok  " : "FAIL"} ${name}`);
  }
}

for (const name of names) {
  const started = performance.now();
  const result = await runGroup(GROUPS[name]);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if ("skipped" in result) {
    lines.push(`SKIP ${name}: ${result.skipped}`);
    if (Deno.env.get("CI")) totals.failed++;
  } else {
    totals.passed += result.passed;
    totals.failed += result.failed;
    lines.push(
      `${
        result.failed ? "FAIL" : "ok  "
      } ${name}: ${result.passed} passed, ${result.failed} failed (${seconds}s)`,
    );
  }
}

console.log(`\n${lines.join("\n")}\n`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
Deno.exit(totals.failed > 0 ? 1 : 0);
