import type { OlderHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { getAccountSendingEnabled } from "./get-account-sending-enabled.ts";
import { getSendQuota } from "./get-send-quota.ts";
import { sendBulkTemplatedEmail } from "./send-bulk-templated-email.ts";
import { sendEmail } from "./send-email.ts";
import { sendRawEmail } from "./send-raw-email.ts";
import { sendTemplatedEmail } from "./send-templated-email.ts";

/** What is answered of SES's older API (2010-12-01): other words for what the operations do. */
export function olderHandlers(services: Services) {
  return {
    GetAccountSendingEnabled: getAccountSendingEnabled(services),
    GetSendQuota: getSendQuota(services),
    SendBulkTemplatedEmail: sendBulkTemplatedEmail(services),
    SendEmail: sendEmail(services),
    SendRawEmail: sendRawEmail(services),
    SendTemplatedEmail: sendTemplatedEmail(services),
  } satisfies OlderHandlers;
}
