import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readVdm } from "./read-options.ts";

export function putConfigurationSetVdmOptions({
  configurationSets,
}: Pick<Services, "configurationSets">): OperationHandler<"PutConfigurationSetVdmOptions"> {
  return async ({ ConfigurationSetName, VdmOptions }, { owner }) => {
    await configurationSets.putOptions(owner, ConfigurationSetName, {
      vdm: VdmOptions && readVdm(VdmOptions),
    });
    return {};
  };
}
