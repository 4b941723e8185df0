import type { OlderHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { sendBulkTemplatedEmail } from "./send-bulk-templated-email.ts";
import { sendEmail } from "./send-email.ts";
import { sendRawEmail } from "./send-raw-email.ts";
import { sendTemplatedEmail } from "./send-templated-email.ts";

export function olderSendingCalls(services: Services) {
  return {
    SendBulkTemplatedEmail: sendBulkTemplatedEmail(services),
    SendEmail: sendEmail(services),
    SendRawEmail: sendRawEmail(services),
    SendTemplatedEmail: sendTemplatedEmail(services),
  } satisfies OlderHandlers;
}
