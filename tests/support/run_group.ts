/** Runs a group of tests with `deno test` and counts what came of it. */
import { kill } from "node:process";
import type { Group } from "./groups.ts";

export type Result = { passed: number; failed: number } | { skipped: string };

/** Deno 2.8 and later look for leaks only when told to; those before always do, and know no flags. */
const SANITIZERS = "sanitizer" in Deno.test ? ["--sanitize-ops", "--sanitize-resources"] : [];

/** Milliseconds until a group is ended that does not end by itself; the longest takes eight minutes. */
const LIMIT = 20 * 60_000;

const ROOT = new URL("../../", import.meta.url);

/** @param options.limit milliseconds after which it is ended, and has failed */
export async function runGroup(
  { paths, missing, isParallel = false }: Group,
  { limit = LIMIT }: { limit?: number } = {},
): Promise<Result> {
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
      ...(isParallel ? ["--parallel"] : []),
      ...SANITIZERS,
      `--junit-path=${report}`,
      ...paths,
    ];
    const success = await succeeds(args, { limit });
    const counts = countsOf(await Deno.readTextFile(report));
    // A run that ended badly without a failed test has failed all the same.
    return success ? counts : { ...counts, failed: Math.max(1, counts.failed) };
  } finally {
    await Deno.remove(report);
  }
}

/** Runs `deno`; at the end nothing is left of what it started, also where it hangs or is broken off. */
async function succeeds(args: string[], { limit }: { limit: number }): Promise<boolean> {
  // A process group of its own: servers and browsers that tests started end with it.
  const child = new Deno.Command(Deno.execPath(), { args, cwd: ROOT, detached: true }).spawn();
  const end = () => kill(-child.pid, "SIGKILL");
  const breakOff = () => {
    end();
    Deno.exit(130);
  };
  const late = setTimeout(() => {
    console.error(`FAILED: the tests had not ended after ${limit / 1000} s`);
    end();
  }, limit);
  Deno.addSignalListener("SIGINT", breakOff);
  Deno.addSignalListener("SIGTERM", breakOff);
  try {
    return (await child.status).success;
  } finally {
    clearTimeout(late);
    Deno.removeSignalListener("SIGINT", breakOff);
    Deno.removeSignalListener("SIGTERM", breakOff);
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
