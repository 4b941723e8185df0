import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function getAccountSendingEnabled({
  account,
}: Pick<Services, "account">): OlderHandler<"GetAccountSendingEnabled"> {
  return async (_input, { owner }) => ({ Enabled: (await account.settings(owner)).sendingEnabled });
}
