import type { FaultDetail, Problem } from "#platform/errors.ts";

/** A request that was not carried out, before a dialect gives it its form. */
export interface Failure {
  /** `internal`: our fault, not the caller's. */
  readonly problem: Problem | "internal";
  readonly message: string;
  /** Said in the plain dialect instead of `message`, where AWS's words are of no use to a reader. */
  readonly plainMessage?: string;
  readonly details: readonly FaultDetail[];
}

export interface FailureNames {
  readonly aws: { readonly name: string; readonly status: number };
  readonly plain: { readonly code: string; readonly status: number };
}

/** Every kind of failure with its name and HTTP status in each dialect. */
export const failures = {
  "bad-request": names("BadRequestException", 400, "VALIDATION_ERROR", 400),
  "malformed-input": names("SerializationException", 400, "VALIDATION_ERROR", 400),
  "invalid-next-token": names("InvalidNextTokenException", 400, "VALIDATION_ERROR", 400),
  "already-exists": names("AlreadyExistsException", 400, "ALREADY_EXISTS", 409),
  "not-found": names("NotFoundException", 404, "NOT_FOUND", 404),
  "unknown-configuration-set": names("NotFoundException", 404, "NOT_FOUND", 404),
  "unknown-template": names("NotFoundException", 404, "NOT_FOUND", 404),
  conflict: names("ConflictException", 409, "CONFLICT", 409),
  "concurrent-modification": names("ConcurrentModificationException", 500, "CONFLICT", 409),
  "limit-exceeded": names("LimitExceededException", 400, "LIMIT_EXCEEDED", 400),
  "quota-exceeded": names("LimitExceededException", 400, "LIMIT_EXCEEDED", 400),
  "too-many-requests": names("TooManyRequestsException", 429, "TOO_MANY_REQUESTS", 429),
  "too-large": names("RequestEntityTooLargeException", 413, "TOO_LARGE", 413),

  "message-rejected": names("MessageRejected", 400, "MESSAGE_REJECTED", 422),
  "mail-from-domain-not-verified": names(
    "MailFromDomainNotVerifiedException",
    400,
    "MAIL_FROM_DOMAIN_NOT_VERIFIED",
    422,
  ),
  "account-suspended": names("AccountSuspendedException", 400, "ACCOUNT_SUSPENDED", 403),
  "sending-paused": names("SendingPausedException", 400, "SENDING_PAUSED", 403),
  "configuration-set-paused": names("SendingPausedException", 400, "SENDING_PAUSED", 403),

  "missing-credentials": names("MissingAuthenticationTokenException", 403, "UNAUTHENTICATED", 401),
  "incomplete-signature": names("IncompleteSignatureException", 400, "UNAUTHENTICATED", 401),
  // SESv2 says UnrecognizedClientException where other services say InvalidClientTokenId.
  "unknown-access-key": names("UnrecognizedClientException", 403, "UNAUTHENTICATED", 401),
  "unknown-api-key": names("UnrecognizedClientException", 403, "UNAUTHENTICATED", 401),
  "wrong-credentials": names("UnrecognizedClientException", 403, "UNAUTHENTICATED", 401),
  "bad-signature": names("InvalidSignatureException", 403, "UNAUTHENTICATED", 401),
  "expired-signature": names("InvalidSignatureException", 403, "UNAUTHENTICATED", 401),
  "wrong-scope": names("InvalidSignatureException", 403, "UNAUTHENTICATED", 401),
  "access-denied": names("AccessDeniedException", 403, "ACCESS_DENIED", 403),
  "wrong-origin": names("AccessDeniedException", 403, "ACCESS_DENIED", 403),

  // RFC 9110 §15.5.20: a server that can give no answer for this target.
  "other-cell": names("MisdirectedRequestException", 421, "MISDIRECTED", 421),
  "unknown-operation": names("UnknownOperationException", 404, "NOT_FOUND", 404),
  "method-not-allowed": names("MethodNotAllowedException", 405, "METHOD_NOT_ALLOWED", 405),
  // 501 and not 500: the SDKs repeat 500, 502, 503 and 504, and this will not come to be by asking again.
  "not-implemented": names("NotImplementedException", 501, "NOT_IMPLEMENTED", 501),
  unavailable: names("ServiceUnavailableException", 503, "UNAVAILABLE", 503),
  internal: names("InternalServiceErrorException", 500, "INTERNAL_ERROR", 500),
} satisfies Record<Failure["problem"], FailureNames>;

function names(aws: string, awsStatus: number, code: string, plainStatus: number): FailureNames {
  return { aws: { name: aws, status: awsStatus }, plain: { code, status: plainStatus } };
}
