import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeEntity } from "./write-entity.ts";

export function listReputationEntities({
  tenants,
}: Pick<Services, "tenants">): OperationHandler<"ListReputationEntities"> {
  return async ({ Filter, PageSize, NextToken }, { owner }) => {
    const { items, nextToken } = await tenants.list(owner, { size: PageSize, token: NextToken });
    const status = Filter?.SENDING_STATUS;
    const prefix = Filter?.ENTITY_REFERENCE_PREFIX ?? "";
    // Nothing here has an impact on anything. A page may be short and yet not the last.
    const found = Filter?.REPUTATION_IMPACT === undefined ? items.map(writeEntity) : [];
    const ReputationEntities = found.filter(
      (entity) =>
        (status === undefined || entity.SendingStatusAggregate === status) &&
        entity.ReputationEntityReference.startsWith(prefix),
    );
    return { ReputationEntities, NextToken: nextToken };
  };
}
