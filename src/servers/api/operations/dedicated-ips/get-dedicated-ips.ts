import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeDedicatedIp } from "./dedicated-ip.ts";

export function getDedicatedIps({
  dedicatedIps,
}: Pick<Services, "dedicatedIps">): OperationHandler<"GetDedicatedIps"> {
  return async ({ PoolName }, { owner }) => {
    const addresses = await dedicatedIps.list(owner, PoolName);
    return { DedicatedIps: addresses.map(writeDedicatedIp) };
  };
}
