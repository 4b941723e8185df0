import { readdir, readFile } from "node:fs/promises";

/** Linux counts in hundredths of a second. */
const tickMicros = 10_000;

/** The processor time that a process and its children have used so far; not a number where the system does not tell. */
export async function cpuMicrosWithChildren(pid: number): Promise<number> {
  const entries = await readdir("/proc").catch(() => []);
  const pids = entries.filter((entry) => /^\d+$/.test(entry));
  const used = await Promise.all(pids.map(async (entry) => await ticksOf(entry, pid)));
  return entries.length === 0 ? Number.NaN : tickMicros * used.reduce((sum, ticks) => sum + ticks, 0);
}

/** See proc_pid_stat(5). Of those that have ended, their parent knows. */
async function ticksOf(entry: string, pid: number): Promise<number> {
  const stat = await readFile(`/proc/${entry}/stat`, "latin1").catch(() => "");
  // The name of the program stands in parentheses and may hold anything.
  const fields = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  const [utime = 0, stime = 0, cutime = 0, cstime = 0] = fields.slice(11, 15);
  if (Number(entry) === pid) return utime + stime + cutime + cstime;
  return fields[1] === pid ? utime + stime : 0;
}
