import type { OperationHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { getReputationEntity } from "./get-reputation-entity.ts";
import { listReputationEntities } from "./list-reputation-entities.ts";
import { updateReputationEntityCustomerManagedStatus } from "./update-reputation-entity-customer-managed-status.ts";
import { updateReputationEntityPolicy } from "./update-reputation-entity-policy.ts";

export function reputationOperations(services: Services) {
  return {
    GetReputationEntity: getReputationEntity(services),
    ListReputationEntities: listReputationEntities(services),
    UpdateReputationEntityCustomerManagedStatus: updateReputationEntityCustomerManagedStatus(services),
    UpdateReputationEntityPolicy: updateReputationEntityPolicy(services),
  } satisfies OperationHandlers;
}
