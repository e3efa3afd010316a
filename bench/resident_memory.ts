/** Resident memory of another process, in KiB, as Linux counts it. */

/** @throws where there is no /proc, or no such process */
export async function residentMemory(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(status);
  if (!found) throw new Error(`Cannot read the memory of process ${pid}`);
  return Number(found[1]);
}

const PAUSE = 200;
/** So many readings in a row that differ by less than this part count as settled. */
const ALIKE = { readings: 5, within: 0.005 };
const PATIENCE = 30;

/** Reads until the memory has settled, for six seconds at most. */
export async function settledMemory(pid: number): Promise<number> {
  const readings: number[] = [];
  for (let count = 0; count < PATIENCE; count++) {
    readings.push(await residentMemory(pid));
    const recent = readings.slice(-ALIKE.readings);
    const range = Math.max(...recent) - Math.min(...recent);
    if (recent.length === ALIKE.readings && range < recent[0] * ALIKE.within) break;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  return readings[readings.length - 1];
}
