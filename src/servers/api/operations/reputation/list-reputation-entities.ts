import { tenantStatuses } from "#features/tenants/index.ts";
import { filterValue } from "#servers/api/filter-value.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeEntity } from "./write-entity.ts";

export function listReputationEntities({
  tenants,
}: Pick<Services, "tenants">): OperationHandler<"ListReputationEntities"> {
  return async ({ Filter, PageSize, NextToken }, { owner }) => {
    filterValue(Filter, "ENTITY_TYPE", ["RESOURCE"]);
    const filter = {
      status: filterValue(Filter, "SENDING_STATUS", tenantStatuses),
      arnPrefix: Filter?.ENTITY_REFERENCE_PREFIX,
    };
    // Nothing here has an impact on anything.
    if (filterValue(Filter, "REPUTATION_IMPACT", ["LOW", "HIGH"]) !== undefined) {
      return { ReputationEntities: [] };
    }
    const { items, nextToken } = await tenants.list(owner, filter, { size: PageSize, token: NextToken });
    return { ReputationEntities: items.map(writeEntity), NextToken: nextToken };
  };
}
