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

/** SES itself takes the words of ARNs and none of its API's; programs are written for either. */
const filtered = {
  ...types,
  identity: "identity",
  "configuration-set": "configuration-set",
  template: "template",
} as const;
const filteredNames = Object.keys(filtered) as (keyof typeof filtered)[];

export function listTenantResources({
  tenants,
}: Pick<Services, "tenants">): OperationHandler<"ListTenantResources"> {
  return async ({ TenantName, Filter, PageSize, NextToken }, { owner }) => {
    const named = filterValue(Filter, "RESOURCE_TYPE", filteredNames);
    const page = { size: PageSize, token: NextToken };
    const kind = named && filtered[named];
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
