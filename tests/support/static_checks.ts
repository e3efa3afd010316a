/** What is checked without running anything: one `deno` command each. */

export interface StaticCheck {
  name: string;
  /** Arguments of `deno`. */
  args: string[];
  cwd: URL;
}

const ROOT = new URL("../../", import.meta.url);

/** Each member has types of its own: the page knows the DOM, the server must not. */
const MEMBERS = ["server", "static", "tests", "bench"];

/** The formatters of two versions disagree; the code is written with this one's. */
const FORMATTER = /^2\.9\./;

export const STATIC_CHECKS: StaticCheck[] = [
  ...(FORMATTER.test(Deno.version.deno)
    ? [{ name: "format", args: ["fmt", "--check", "--quiet"], cwd: ROOT }]
    : []),
  { name: "lint", args: ["lint", "--quiet"], cwd: ROOT },
  { name: "types of main.ts", args: ["check", "--quiet", "main.ts"], cwd: ROOT },
  ...MEMBERS.map((member) => ({
    name: `types of ${member}`,
    args: ["check", "--quiet", "."],
    cwd: new URL(`${member}/`, ROOT),
  })),
];
