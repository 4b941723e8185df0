import type { OperationHandlers } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { sendBulkEmail } from "./send-bulk-email.ts";
import { sendEmail } from "./send-email.ts";

export function sendingOperations(services: Services) {
  return {
    SendBulkEmail: sendBulkEmail(services),
    SendEmail: sendEmail(services),
  } satisfies OperationHandlers;
}
