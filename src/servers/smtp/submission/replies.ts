import { CallerError, type Problem } from "#platform/errors.ts";
import type { Log } from "#platform/log.ts";
import { Refusal, temporaryFailure, tooLong } from "#servers/smtp/refusal.ts";

type Answer = (message: string) => Refusal;

const rejected: Answer = (message) => new Refusal(554, `Message rejected: ${message}`);
const unset: Answer = (message) => new Refusal(554, message);
const failed: Answer = (message) => new Refusal(554, `Transaction failed: ${message}`);
const throttled: Answer = (message) => new Refusal(454, `Throttling failure: ${message}`);
const denied: Answer = (message) => new Refusal(554, `Access denied: ${message}`);
const notAuthenticated: Answer = () => new Refusal(535, "Authentication Credentials Invalid");

/** Every kind of failure with its SMTP reply, as `servers/api/dialects/failures.ts` has them for HTTP. */
const replies = {
  "bad-request": failed,
  "malformed-input": failed,
  "invalid-next-token": failed,
  "already-exists": failed,
  "not-found": failed,
  "unknown-configuration-set": failed,
  "unknown-template": failed,
  "unknown-subscription": failed,
  "invalid-policy": failed,
  "invalid-tracking-options": failed,
  "invalid-event-target": failed,
  "invalid-verification-content": failed,
  "invalid-template": failed,
  "invalid-template-data": failed,
  "missing-attribute": failed,
  conflict: failed,
  "concurrent-modification": temporaryFailure,
  "limit-exceeded": throttled,
  "quota-exceeded": throttled,
  "too-many-requests": throttled,
  "too-large": tooLong,
  "message-rejected": rejected,
  "unverified-sender": rejected,
  "no-production-access": rejected,
  "mail-from-domain-not-verified": unset,
  "account-suspended": rejected,
  "sending-paused": rejected,
  "configuration-set-paused": rejected,
  "missing-credentials": notAuthenticated,
  "incomplete-signature": notAuthenticated,
  "unknown-access-key": notAuthenticated,
  "unknown-api-key": notAuthenticated,
  "wrong-credentials": notAuthenticated,
  "bad-signature": notAuthenticated,
  "expired-signature": notAuthenticated,
  "wrong-scope": notAuthenticated,
  "access-denied": denied,
  "wrong-origin": denied,
  "other-cell": denied,
  "unknown-operation": failed,
  "method-not-allowed": failed,
  "not-implemented": failed,
  unavailable: temporaryFailure,
} as const satisfies Record<Problem, Answer>;

/** RFC 5321 §4.5.3.1.5: a reply line has 512 octets at most. */
const longestText = 500;

/** What anything thrown while a message was submitted means for its sender. */
export function refusalOf(error: unknown, log: Log): Refusal {
  if (error instanceof Refusal) return error;
  if (!(error instanceof CallerError)) {
    log.error({ err: error }, "A message could not be submitted.");
    return temporaryFailure();
  }
  const { responseCode, message } = replies[error.problem](error.message);
  // A line break or a character beyond ASCII would not be a reply any more.
  const plain = message.replaceAll(/[^\x20-\x7e]+/g, " ");
  return new Refusal(responseCode, plain.slice(0, longestText));
}
