import type { DedicatedIp } from "#features/dedicated-ips/index.ts";

/** Addresses of the operator's own are not warmed up. */
export function writeDedicatedIp({ ip, pool }: DedicatedIp) {
  return { Ip: ip, WarmupStatus: "NOT_APPLICABLE" as const, WarmupPercentage: 100, PoolName: pool };
}
