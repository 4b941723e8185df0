import { withResource } from "#servers/api/dialects/resource.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readTags } from "#servers/api/operations/tags/tag-list.ts";
import { readOptions } from "./read-options.ts";

export function createConfigurationSet({
  configurationSets,
}: Pick<Services, "configurationSets">): OperationHandler<"CreateConfigurationSet"> {
  return async (input, { owner }) => {
    const set = await configurationSets.create(owner, {
      name: input.ConfigurationSetName,
      options: readOptions(input),
      tags: readTags(input.Tags),
    });
    return withResource({}, set);
  };
}
