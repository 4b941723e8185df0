import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function updateAccountSendingEnabled({
  account,
}: Pick<Services, "account">): OlderHandler<"UpdateAccountSendingEnabled"> {
  return async ({ Enabled = false }, { owner }) => {
    await account.change(owner, { sendingEnabled: Enabled });
    return {};
  };
}
