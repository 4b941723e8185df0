import type { OlderHandler } from "#servers/api/handler.ts";
import { refusedAs } from "#servers/api/older-refusal.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function createConfigurationSet({
  configurationSets,
}: Pick<Services, "configurationSets">): OlderHandler<"CreateConfigurationSet"> {
  return async ({ ConfigurationSet: { Name: name } }, { owner }) => {
    const codes = {
      "already-exists": "ConfigurationSetAlreadyExists",
      "bad-request": "InvalidConfigurationSet",
    };
    // Metrics are off here until they are switched on; in v2 they are on until they are switched off.
    const set = { name, options: { reputationMetrics: false }, tags: [] };
    await refusedAs(codes, async () => await configurationSets.create(owner, set));
    return {};
  };
}
