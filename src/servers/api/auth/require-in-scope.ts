import { CallerError } from "#platform/errors.ts";
import type { Caller } from "./caller.ts";

/** All that a key may do that may only send, in SES's API and in the older one. As whom it may is for sending to say. */
const sending: ReadonlySet<string> = new Set([
  "SendEmail",
  "SendBulkEmail",
  "SendRawEmail",
  "SendTemplatedEmail",
  "SendBulkTemplatedEmail",
]);

/**
 * @param action the operation, or the method and path of a route of our own
 * @throws CallerError `access-denied`, in the words of IAM.
 */
export function requireInScope({ owner, by }: Caller, action: string): void {
  if (!("scope" in by) || by.scope.may === "everything" || sending.has(action)) return;
  throw new CallerError(
    "access-denied",
    `User: arn:aws:iam::${owner.account}:user/${by.id} is not authorized to perform: ${action}. This key may only send.`,
  );
}
