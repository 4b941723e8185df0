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
  // Asking the file system begins the pool, with all its threads.
  const ids = await readdir(threads).catch(() => []);
  await Promise.all(ids.map(async (id) => await lower(id, priority)));
}

async function lower(id: string, priority: number): Promise<void> {
  try {
    const name = await readFile(`${threads}/${id}/comm`, "utf8");
    if (name.trim() === poolThread) setPriority(Number(id), priority);
  } catch {
    // It has ended, or may not be changed: without it all works, only less evenly.
  }
}
