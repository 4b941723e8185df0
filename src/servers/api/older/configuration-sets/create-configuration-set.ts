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
    await refusedAs(
      codes,
      async () => await configurationSets.create(owner, { name, options: {}, tags: [] }),
    );
    return {};
  };
}
