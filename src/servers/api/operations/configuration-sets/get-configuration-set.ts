import { withResource } from "#servers/api/dialects/resource.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeTags } from "#servers/api/operations/tags/tag-list.ts";
import { writeOptions } from "./write-options.ts";

export function getConfigurationSet({
  configurationSets,
}: Pick<Services, "configurationSets">): OperationHandler<"GetConfigurationSet"> {
  return async ({ ConfigurationSetName }, { owner }) => {
    const set = await configurationSets.get(owner, ConfigurationSetName);
    const output = { ConfigurationSetName: set.name, ...writeOptions(set), Tags: writeTags(set.tags) };
    return withResource(output, set);
  };
}
