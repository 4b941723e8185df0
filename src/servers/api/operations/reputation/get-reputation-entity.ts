import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeEntity } from "./write-entity.ts";

export function getReputationEntity({
  tenants,
}: Pick<Services, "tenants">): OperationHandler<"GetReputationEntity"> {
  return async ({ ReputationEntityReference }, { owner }) => ({
    ReputationEntity: writeEntity(await tenants.getByArn(owner, ReputationEntityReference)),
  });
}
