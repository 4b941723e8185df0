import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeDedicatedIp } from "./dedicated-ip.ts";

export function getDedicatedIps({
  dedicatedIps,
}: Pick<Services, "dedicatedIps">): OperationHandler<"GetDedicatedIps"> {
  return async ({ PoolName, PageSize, NextToken }, { owner }) => {
    const page = { size: PageSize, token: NextToken };
    const { items, nextToken } = await dedicatedIps.list(owner, PoolName, page);
    return { DedicatedIps: items.map(writeDedicatedIp), NextToken: nextToken };
  };
}
