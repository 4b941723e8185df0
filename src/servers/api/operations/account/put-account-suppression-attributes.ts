import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function putAccountSuppressionAttributes({
  account,
}: Pick<Services, "account">): OperationHandler<"PutAccountSuppressionAttributes"> {
  return async ({ SuppressedReasons = [], ValidationAttributes }, { owner }) => {
    const threshold = ValidationAttributes?.ConditionThreshold;
    await account.change(owner, {
      suppression: {
        reasons: SuppressedReasons,
        validation: threshold && {
          status: threshold.ConditionThresholdEnabled,
          confidence: threshold.OverallConfidenceThreshold?.ConfidenceVerdictThreshold,
        },
      },
    });
    return {};
  };
}
