/** How long a process has worked, as Linux counts it. */

/** Linux counts in hundredths of a second, whatever the kernel's own tick is. */
const TICK = 10;

/**
 * @returns milliseconds of user and system time, over all cores
 * @throws where there is no /proc, or no such process
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function processorTime(pid: number): number {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  // The program's name, in brackets, may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK;
}
