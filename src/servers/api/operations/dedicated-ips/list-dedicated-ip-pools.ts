import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function listDedicatedIpPools({
  dedicatedIps,
}: Pick<Services, "dedicatedIps">): OperationHandler<"ListDedicatedIpPools"> {
  return async ({ PageSize, NextToken }, { owner }) => {
    const { items, nextToken } = await dedicatedIps.listPools(owner, { size: PageSize, token: NextToken });
    return {
      DedicatedIpPools: [...items],
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    };
  };
}
