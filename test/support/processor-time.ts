// How long something takes beside something else, both in the time of the processor: neither a slow machine nor what a busy one gives to other programs meanwhile makes a difference.
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";

type Work = () => unknown;

/** Milliseconds that all of this process worked. */
async function processorTimeOf(work: Work): Promise<number> {
  const before = process.cpuUsage();
  const working = work();
  if (working instanceof Promise) await working;
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/**
 * Asserts that some work takes less than `times` as long as another does.
 * What disturbs a measurement makes it longer, never shorter: of each the shortest of up to three counts.
 */
export async function assertTakesLess(times: number, work: Work, other: Work): Promise<void> {
  // Code that has not run yet is slower.
  await other();
  let [shortest, shortestOther] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let attempt = 0; attempt < 3; attempt++) {
    shortestOther = Math.min(shortestOther, await processorTimeOf(other));
    shortest = Math.min(shortest, await processorTimeOf(work));
    if (shortest < times * shortestOther) return;
  }
  assert.fail(`${shortest.toFixed(1)} ms beside ${shortestOther.toFixed(1)} ms`);
}

/** Asserts that of eight times as much each piece takes about as long: 64 times as long is quadratic. */
export async function assertLinear(work: (size: number) => unknown, size: number): Promise<void> {
  await assertTakesLess(
    30,
    () => work(8 * size),
    () => work(size),
  );
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
