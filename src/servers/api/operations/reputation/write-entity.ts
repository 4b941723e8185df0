import { type Tenant, tenantArn } from "#features/tenants/index.ts";

/** Nobody but its owner judges a tenant here. */
export function writeEntity(tenant: Tenant) {
  const { status, statusAt, policy } = tenant;
  return {
    ReputationEntityReference: tenantArn(tenant),
    ReputationEntityType: "RESOURCE" as const,
    ...(policy === undefined ? {} : { ReputationManagementPolicy: policy }),
    ...(statusAt === undefined
      ? {}
      : { CustomerManagedStatus: { Status: status, LastUpdatedTimestamp: new Date(statusAt) } }),
    AwsSesManagedStatus: { Status: "ENABLED" as const },
    SendingStatusAggregate: status,
  };
}
