import { largestPageSize } from "#platform/paging.ts";
import type { OlderHandler } from "#servers/api/handler.ts";
import { pageOf } from "#servers/api/older/page-of.ts";
import type { Services } from "#servers/api/operations/services.ts";

/** As SES has it: who asks for no size that it knows gets pages of these. */
const otherPageSize = 50;

export function listConfigurationSets({
  configurationSets,
}: Pick<Services, "configurationSets">): OlderHandler<"ListConfigurationSets"> {
  return async ({ MaxItems = otherPageSize, ...input }, { owner }) => {
    const known = MaxItems >= 1 && MaxItems <= largestPageSize;
    const { items, nextToken } = await configurationSets.list(owner, {
      nameContains: undefined,
      page: pageOf({ ...input, MaxItems: known ? MaxItems : otherPageSize }),
    });
    return { ConfigurationSets: items.map(({ name }) => ({ Name: name })), NextToken: nextToken };
  };
}
