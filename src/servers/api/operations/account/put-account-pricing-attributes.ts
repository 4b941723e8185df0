import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function putAccountPricingAttributes({
  account,
}: Pick<Services, "account">): OperationHandler<"PutAccountPricingAttributes"> {
  return async ({ Plan }, { owner }) => {
    await account.change(owner, { pricingPlan: Plan });
    return {};
  };
}
