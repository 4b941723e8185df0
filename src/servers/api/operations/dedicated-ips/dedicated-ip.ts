import type { DedicatedIp } from "#features/dedicated-ips/index.ts";

/** Addresses of the operator's own are not warmed up, unless somebody says how far they are. */
export function writeDedicatedIp({ ip, pool, warmupPercent }: DedicatedIp) {
  return {
    Ip: ip,
    WarmupStatus: statusOf(warmupPercent),
    WarmupPercentage: warmupPercent ?? 100,
    PoolName: pool,
  };
}

function statusOf(percent: number | undefined) {
  if (percent === undefined) return "NOT_APPLICABLE" as const;
  return percent === 100 ? ("DONE" as const) : ("IN_PROGRESS" as const);
}
