/** The bench's result as a page: the table, where it was measured, and how to read it. */
import type { Alone, Figure, Missing } from "./figure.ts";
import { compiler } from "./programs.ts";
import { tableOf } from "./table.ts";

export interface ReportOptions {
  runs: number;
  clients: number;
  /** Load average of the minute before the first run. */
  load: number;
  /** @default {new Date()} */
  date?: Date;
}

/** @returns Markdown */
export async function reportOf(
  figures: readonly (Figure | Alone | Missing)[],
  { runs, clients, load, date = new Date() }: ReportOptions,
): Promise<string> {
  const versions = `Deno ${Deno.version.deno}, compiled by Deno ${await compilerVersion()}`;
  const machine = `${navigator.hardwareConcurrency} cores (${await processorName()})`;
  const processes = clients === 1 ? "one process" : `${clients} processes`;
  return `# Parley's bench

${tableOf(figures)}

- ${date.toISOString().slice(0, 10)}, ${versions}; ${machine}, Linux ${Deno.osRelease()},
  load average ${load.toFixed(1)} before the first run.
- Medians of ${runs} runs, in brackets the least and the most. The sides take turns, and each run of
  Parley's is compared with the bare loop's of the same turn; the fourth column is the median of
  these comparisons, not the quotient of the two before it.
- The fake Ollama, the server and the clients (${processes}) share those cores over 127.0.0.1, so the
  rates are what is left for a server and not what it could do alone.
- The fake answers from bytes made beforehand: each line is an HTTP chunk of its own, as Ollama
  sends them, many in one write. Every answer is compared with what was sent, to the last character.
- The bare loop (\`bench/bare.ts\`) checks nothing, stores nothing and sends a frame for each token. It
  reads as one would, with Deno's default reader, which makes 64 KiB of new memory for every read.
- Parley runs as \`deno task start\` with its SQLite journal on the disk: rows are committed before
  they are sent, and a frame may carry several tokens.
- With 256 chats every socket also hears of the others' conversations, for its list: they are all
  the same owner's.
- Memory is VmRSS once it has settled; a core's work is user and system time of the server's process.
- Lines without a bare loop are of what it does not do: a second tab, a restart, a stored past.

\`deno task bench\` measures it anew.
`;
}

async function compilerVersion(): Promise<string> {
  const { stdout } = await new Deno.Command(compiler(), { args: ["--version"] }).output();
  return /^deno (\S+)/.exec(new TextDecoder().decode(stdout))?.[1] ?? "unknown";
}

async function processorName(): Promise<string> {
  const info = await Deno.readTextFile("/proc/cpuinfo");
  return /^model name\s*:\s*(.+)$/m.exec(info)?.[1] ?? "of an unknown make";
}
