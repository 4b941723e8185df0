import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function putAccountDeliveryAttributes({
  account,
}: Pick<Services, "account">): OperationHandler<"PutAccountDeliveryAttributes"> {
  return async ({ SharedPoolDeliveryMode }, { owner }) => {
    await account.change(owner, { sharedPoolDeliveryMode: SharedPoolDeliveryMode });
    return {};
  };
}
