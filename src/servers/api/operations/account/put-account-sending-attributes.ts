import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function putAccountSendingAttributes({
  account,
}: Pick<Services, "account">): OperationHandler<"PutAccountSendingAttributes"> {
  return async ({ SendingEnabled = false }, { owner }) => {
    await account.change(owner, { sendingEnabled: SendingEnabled });
    return {};
  };
}
