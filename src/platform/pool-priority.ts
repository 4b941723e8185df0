import { readdir, readFile } from "node:fs/promises";
import { getPriority, setPriority } from "node:os";

/** What libuv names the threads of its pool. */
const poolThread = "libuv-worker";
/** Ten steps leave a thread a ninth of what one of ordinary priority gets (sched(7)). */
const steps = 10;
const lowest = 19;
const threads = "/proc/self/task";

/**
 * Makes the threads that sign and make keys step aside for the one that talks to everybody: RSA fills every processor there
 * is, and whoever waits for an answer waited behind it. Linux alone gives a thread a priority of its own (setpriority(2)); elsewhere,
 * and where it is refused, nothing changes.
 */
export async function lowerPoolPriority(): Promise<void> {
  if (process.platform !== "linux") return;
  const priority = Math.min(getPriority() + steps, lowest);
  try {
    for (const id of await poolThreadIds()) setPriority(Number(id), priority);
  } catch {
    // Without it all works, only less evenly.
  }
}

/** Asking the file system begins the pool, with all its threads. */
async function poolThreadIds(): Promise<readonly string[]> {
  const ids = await readdir(threads);
  const names = await Promise.all(ids.map(async (id) => await readFile(`${threads}/${id}/comm`, "utf8")));
  return ids.filter((_, at) => names[at]?.trim() === poolThread);
}
