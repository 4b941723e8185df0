import { filterPart } from "#servers/api/filter-value.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function listConfigurationSets({
  configurationSets,
}: Pick<Services, "configurationSets">): OperationHandler<"ListConfigurationSets"> {
  return async ({ Filter, PageSize, NextToken }, { owner }) => {
    const { items, nextToken } = await configurationSets.list(owner, {
      nameContains: filterPart(Filter, "CONFIGURATION_SET_NAME_CONTAINS", { least: 3, most: 64 }),
      page: { size: PageSize, token: NextToken },
    });
    return { ConfigurationSets: items.map(({ name }) => name), NextToken: nextToken };
  };
}
