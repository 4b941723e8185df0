/** The calls that send, of SES's API and of the older one. */
export const sendingCalls: ReadonlySet<string> = new Set([
  "SendEmail",
  "SendBulkEmail",
  "SendRawEmail",
  "SendTemplatedEmail",
  "SendBulkTemplatedEmail",
]);
