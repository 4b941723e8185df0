import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function listSuppressedDestinations({
  suppression,
}: Pick<Services, "suppression">): OperationHandler<"ListSuppressedDestinations"> {
  return async ({ Reasons, StartDate, EndDate, PageSize, NextToken, TenantName }, { owner }) => {
    const { items, nextToken } = await suppression.list(
      { ...owner, tenant: TenantName },
      {
        filter: { reasons: Reasons, from: StartDate?.getTime(), until: EndDate?.getTime() },
        page: { size: PageSize, token: NextToken },
      },
    );
    return {
      SuppressedDestinationSummaries: items.map(({ address, reason, updatedAt }) => ({
        EmailAddress: address,
        Reason: reason,
        LastUpdateTime: new Date(updatedAt),
      })),
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    };
  };
}
