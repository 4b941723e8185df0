import type { OlderHandler } from "#servers/api/handler.ts";
import { pageOf } from "#servers/api/older/page-of.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function listConfigurationSets({
  configurationSets,
}: Pick<Services, "configurationSets">): OlderHandler<"ListConfigurationSets"> {
  return async (input, { owner }) => {
    const { items, nextToken } = await configurationSets.list(owner, {
      nameContains: undefined,
      page: pageOf(input),
    });
    return { ConfigurationSets: items.map(({ name }) => ({ Name: name })), NextToken: nextToken };
  };
}
