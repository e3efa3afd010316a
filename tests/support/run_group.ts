/** Runs a group of tests with `deno test` and counts what came of it. */
import type { Group } from "./groups.ts";

export type Result = { passed: number; failed: number } | { skipped: string };

/** Deno 2.8 and later look for leaks only when told to; those before always do, and know no flags. */
const SANITIZERS = "sanitizer" in Deno.test ? ["--sanitize-ops", "--sanitize-resources"] : [];

const ROOT = new URL("../../", import.meta.url);

export async function runGroup({ paths, missing }: Group): Promise<Result> {
  const reason = await missing?.();
  if (reason) return { skipped: reason };
  const report = await Deno.makeTempFile({ suffix: ".xml" });
  try {
    const args = [
      "test",
      "-A",
      "--no-check",
      "--quiet",
      "--v8-flags=--expose-gc",
      ...SANITIZERS,
      `--junit-path=${report}`,
      ...paths,
    ];
    const { success } = await new Deno.Command(Deno.execPath(), { args, cwd: ROOT }).spawn().status;
    const counts = countsOf(await Deno.readTextFile(report));
    // A run that ended badly without a failed test has failed all the same.
    return success ? counts : { ...counts, failed: Math.max(1, counts.failed) };
  } finally {
    await Deno.remove(report);
  }
}

/** Reads the totals off a JUnit report; a test that was switched off counts as failed. */
export function countsOf(report: string): { passed: number; failed: number } {
  const totals = /<testsuites\b[^>]*>/.exec(report)?.[0] ?? "";
  const read = (name: string) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(totals)?.[1] ?? 0);
  const ignored = report.match(/<skipped\b/g)?.length ?? 0;
  const failed = read("failures") + read("errors") + ignored;
  return { passed: read("tests") - failed, failed };
}
