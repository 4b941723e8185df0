// How long something takes, in the time of the processor: what a busy machine gives to other programs meanwhile does not count.
import { setTimeout as delay } from "node:timers/promises";

/** Milliseconds that all of this process worked. */
export async function processorTimeOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Of the milliseconds that this thread worked meanwhile, for how many at most nobody else had a turn. */
export async function turnsDuring<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly allMs: number; readonly longestMs: number }> {
  const worked = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  };
  let isOver = false;
  let longestMs = 0;
  const begun = worked();
  const looking = (async () => {
    for (let last = begun; !isOver; ) {
      await delay(1);
      const now = worked();
      longestMs = Math.max(longestMs, now - last);
      last = now;
    }
  })();
  const result = await work();
  isOver = true;
  await looking;
  return { result, allMs: worked() - begun, longestMs };
}
