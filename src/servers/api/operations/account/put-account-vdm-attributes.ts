import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function putAccountVdmAttributes({
  account,
}: Pick<Services, "account">): OperationHandler<"PutAccountVdmAttributes"> {
  return async ({ VdmAttributes }, { owner }) => {
    await account.change(owner, {
      vdm: {
        enabled: VdmAttributes.VdmEnabled,
        engagementMetrics: VdmAttributes.DashboardAttributes?.EngagementMetrics,
        optimizedSharedDelivery: VdmAttributes.GuardianAttributes?.OptimizedSharedDelivery,
      },
    });
    return {};
  };
}
