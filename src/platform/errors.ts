/**
 * Everything that can be wrong with what a caller asked. Each has one name in each dialect, in
 * `servers/api/dialects/failures.ts`; a problem without one does not compile.
 */
export type Problem =
  | "bad-request"
  | "malformed-input"
  | "already-exists"
  | "not-found"
  | "unknown-configuration-set"
  | "unknown-template"
  | "unknown-subscription"
  | "invalid-policy"
  | "invalid-tracking-options"
  | "invalid-event-target"
  | "invalid-verification-content"
  | "invalid-template"
  | "invalid-template-data"
  | "missing-attribute"
  | "conflict"
  | "limit-exceeded"
  | "quota-exceeded"
  | "concurrent-modification"
  | "too-many-requests"
  | "too-large"
  | "message-rejected"
  | "unverified-sender"
  | "no-production-access"
  | "mail-from-domain-not-verified"
  | "account-suspended"
  | "sending-paused"
  | "configuration-set-paused"
  | "invalid-next-token"
  | "missing-credentials"
  | "incomplete-signature"
  | "unknown-access-key"
  | "unknown-api-key"
  | "wrong-credentials"
  | "bad-signature"
  | "expired-signature"
  | "access-denied"
  | "wrong-scope"
  | "wrong-origin"
  | "other-cell"
  | "unknown-operation"
  | "method-not-allowed"
  | "not-implemented"
  | "unavailable";

/** One fault inside a request: where (`Tags[0].Key`) and what. */
export interface FaultDetail {
  readonly path: string;
  readonly message: string;
}

/** Thrown by features and protocols' callers for what the *caller* can mend. Anything else thrown is a bug. */
export class CallerError extends Error {
  override readonly name = "CallerError";
  readonly problem: Problem;
  readonly details: readonly FaultDetail[];
  /** When it is of use to ask again, where that is known. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    problem: Problem,
    message: string,
    details: readonly FaultDetail[] = [],
    more: { readonly retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.problem = problem;
    this.details = details;
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

/** What is wrong with one member of a request, in a sentence of its own. */
export function badRequest(path: string, message: string): CallerError {
  return new CallerError("bad-request", message, [{ path, message }]);
}

/** The same in words that go on from the member's name: `must be a number`. */
export function badMember(path: string, words: string): CallerError {
  return new CallerError("bad-request", `${path} ${words}.`, [{ path, message: words }]);
}

/** What is needed cannot be reached, or not now. Nothing is wrong with what was asked, and it may be asked again. */
export class Unavailable extends CallerError {
  constructor(message: string, { cause }: { cause: unknown }) {
    super("unavailable", message);
    this.cause = cause;
  }
}

/** What was to be done comes too late: the service stops. Whoever asked had gone, or had waited for longer than a stop does. */
export class Stopped extends Error {
  override readonly name: string = "Stopped";
}
