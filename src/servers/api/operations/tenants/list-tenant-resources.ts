import { arnIn } from "#features/tenants/index.ts";
import { filterValue } from "#servers/api/filter-value.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

const types = {
  EMAIL_IDENTITY: "identity",
  CONFIGURATION_SET: "configuration-set",
  EMAIL_TEMPLATE: "template",
} as const;
type ResourceType = keyof typeof types;
const typeNames = Object.keys(types) as ResourceType[];

export function listTenantResources({
  tenants,
}: Pick<Services, "tenants">): OperationHandler<"ListTenantResources"> {
  return async ({ TenantName, Filter, PageSize, NextToken }, { owner }) => {
    const type = filterValue(Filter, "RESOURCE_TYPE", typeNames);
    const page = { size: PageSize, token: NextToken };
    const kind = type && types[type];
    const { items, nextToken } = await tenants.resourcesOf(owner, TenantName, kind, page);
    const TenantResources = items.map((resource) => ({
      ResourceType: typeOf(resource),
      ResourceArn: arnIn(owner, resource),
    }));
    return { TenantResources, NextToken: nextToken };
  };
}

function typeOf(resource: string): ResourceType | undefined {
  return typeNames.find((name) => resource.startsWith(`${types[name]}/`));
}
