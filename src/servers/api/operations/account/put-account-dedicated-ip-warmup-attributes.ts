import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function putAccountDedicatedIpWarmupAttributes({
  account,
}: Pick<Services, "account">): OperationHandler<"PutAccountDedicatedIpWarmupAttributes"> {
  return async ({ AutoWarmupEnabled = false }, { owner }) => {
    await account.change(owner, { autoWarmup: AutoWarmupEnabled });
    return {};
  };
}
