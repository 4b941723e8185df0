import { arnIn } from "#features/tenants/index.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

const types = {
  identity: "EMAIL_IDENTITY",
  "configuration-set": "CONFIGURATION_SET",
  template: "EMAIL_TEMPLATE",
} as const;

export function listTenantResources({
  tenants,
}: Pick<Services, "tenants">): OperationHandler<"ListTenantResources"> {
  return async ({ TenantName, Filter, PageSize, NextToken }, { owner }) => {
    const page = { size: PageSize, token: NextToken };
    const { items, nextToken } = await tenants.resourcesOf(owner, TenantName, page);
    const all = items.map((resource) => ({
      ResourceType: types[resource.slice(0, resource.indexOf("/")) as keyof typeof types],
      ResourceArn: arnIn(owner, resource),
    }));
    const wanted = Filter?.RESOURCE_TYPE;
    // A page may be short and yet not the last.
    const found = wanted === undefined ? all : all.filter(({ ResourceType }) => ResourceType === wanted);
    return { TenantResources: found, NextToken: nextToken };
  };
}
