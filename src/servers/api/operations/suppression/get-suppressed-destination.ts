import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function getSuppressedDestination({
  suppression,
}: Pick<Services, "suppression">): OperationHandler<"GetSuppressedDestination"> {
  return async ({ EmailAddress, TenantName }, { owner }) => {
    const { address, reason, updatedAt, messageId, feedbackId } = await suppression.get(
      { ...owner, tenant: TenantName },
      EmailAddress,
    );
    const attributes = {
      ...(messageId === undefined ? {} : { MessageId: messageId }),
      ...(feedbackId === undefined ? {} : { FeedbackId: feedbackId }),
    };
    return {
      SuppressedDestination: {
        EmailAddress: address,
        Reason: reason,
        LastUpdateTime: new Date(updatedAt),
        ...(Object.keys(attributes).length === 0 ? {} : { Attributes: attributes }),
        ...(TenantName === undefined ? {} : { TenantName }),
      },
    };
  };
}
