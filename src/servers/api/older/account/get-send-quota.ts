import type { OlderHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeSendQuota } from "#servers/api/send-quota.ts";

export function getSendQuota({ account }: Pick<Services, "account">): OlderHandler<"GetSendQuota"> {
  return async (_input, { owner }) => writeSendQuota(await account.quota(owner));
}
