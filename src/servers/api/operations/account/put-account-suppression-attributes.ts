import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

/** What is left out stays as it is: who enables Auto Validation goes on suppressing, and older clients do not know of it. */
export function putAccountSuppressionAttributes({
  account,
}: Pick<Services, "account">): OperationHandler<"PutAccountSuppressionAttributes"> {
  return async ({ SuppressedReasons, ValidationAttributes }, { owner }) => {
    const threshold = ValidationAttributes?.ConditionThreshold;
    await account.change(owner, {
      suppression: {
        ...(SuppressedReasons && { reasons: SuppressedReasons }),
        ...(threshold && {
          validation: {
            status: threshold.ConditionThresholdEnabled,
            confidence: threshold.OverallConfidenceThreshold?.ConfidenceVerdictThreshold,
          },
        }),
      },
    });
    return {};
  };
}
