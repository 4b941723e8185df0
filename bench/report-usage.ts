// Loaded before what is measured (`node --import`): tells the bench, whenever it asks, what the process has used so far.

/** CPU time in microseconds, user and system, of all threads; memory in bytes. */
export interface Usage {
  readonly cpuMicros: number;
  readonly residentBytes: number;
}

process.on("message", (message) => {
  if (message !== "usage") return;
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  process.send?.({
    cpuMicros: userCPUTime + systemCPUTime,
    residentBytes: process.memoryUsage.rss(),
  } satisfies Usage);
});
// Listening to the bench is no reason to stay alive.
process.channel?.unref();
