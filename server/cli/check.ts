/** `parley check [FILE]`: is everything in the database as it must be? Also while the server runs. */
import { type DatabaseFinding, findingsInDatabase } from "../journal/check_database.ts";
import { configuredDatabase } from "./database.ts";

/**
 * Prints one line for each finding, or with `json` one object for all.
 * @param file a backup, say; the configured server's database without it
 * @returns the process's exit code: 0 when nothing was found, else 1
 * @throws an error whose message is a plain sentence: there is nothing to look at
 */
export function check(
  { json }: { json: boolean },
  file: string = configuredDatabase(),
): Promise<number> {
  const findings: DatabaseFinding[] = [];
  for (const finding of findingsInDatabase(file)) {
    findings.push(finding);
    if (!json) console.log(lineOf(finding));
  }
  const ok = findings.length === 0;
  if (json) console.log(JSON.stringify({ ok, file, findings }));
  else if (ok) console.log(`Everything in ${file} is as it must be.`);
  return Promise.resolve(ok ? 0 : 1);
}

function lineOf({ conversation, rule, message }: DatabaseFinding): string {
  return `✗ ${rule}${conversation === undefined ? "" : ` in ${conversation}`}: ${message}`;
}
