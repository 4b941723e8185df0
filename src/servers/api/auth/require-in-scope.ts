import { CallerError } from "#platform/errors.ts";
import { sendingCalls } from "#servers/api/sending-calls.ts";
import type { Caller } from "./caller.ts";

/**
 * They are all that a key may do that may only send; as whom it may is for sending to say.
 *
 * @param action the operation, or the method and path of a route of our own
 * @throws CallerError `access-denied`, in the words of IAM.
 */
export function requireInScope({ owner, by }: Caller, action: string): void {
  if (!("scope" in by) || by.scope.may === "everything" || sendingCalls.has(action)) return;
  throw new CallerError(
    "access-denied",
    `User: arn:aws:iam::${owner.account}:user/${by.id} is not authorized to perform: ${action}. This key may only send.`,
  );
}
