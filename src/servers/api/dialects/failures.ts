import type { FaultDetail, Problem } from "#platform/errors.ts";

/** A request that was not carried out, before a dialect gives it its form. */
export interface Failure {
  /** `broken-constraint`: the input is not within the model's limits. `internal`: our fault, not the caller's. */
  readonly problem: Problem | "broken-constraint" | "internal";
  readonly message: string;
  /** Said in the plain dialect instead of `message`, where AWS's words are of no use to a reader. */
  readonly plainMessage?: string;
  readonly details: readonly FaultDetail[];
  /** In the older API, where one call has another name for it than the others. */
  readonly olderCode?: string;
}

export interface FailureNames {
  readonly aws: { readonly name: string; readonly status: number };
  readonly plain: { readonly code: string; readonly status: number };
  /** Of the older API. */
  readonly query: { readonly code: string; readonly status: number };
}

/** Every kind of failure with its name and HTTP status in each dialect: as SES v2, in the plain form, as the older API. */
export const failures = {
  "bad-request": names("BadRequestException 400", "VALIDATION_ERROR 400", "InvalidParameterValue 400"),
  "broken-constraint": names("BadRequestException 400", "VALIDATION_ERROR 400", "ValidationError 400"),
  "malformed-input": names("SerializationException 400", "VALIDATION_ERROR 400", "MalformedInput 400"),
  "invalid-next-token": names(
    "InvalidNextTokenException 400",
    "VALIDATION_ERROR 400",
    "InvalidParameterValue 400",
  ),
  "already-exists": names("AlreadyExistsException 400", "ALREADY_EXISTS 409", "AlreadyExists 400"),
  "not-found": names("NotFoundException 404", "NOT_FOUND 404", "InvalidParameterValue 400"),
  // As SNS answers ConfirmSubscription.
  "unknown-subscription": names("NotFoundException 404", "NOT_FOUND 404", "InvalidParameter 400"),
  "unknown-configuration-set": names(
    "NotFoundException 404",
    "NOT_FOUND 404",
    "ConfigurationSetDoesNotExist 400",
  ),
  "unknown-template": names("NotFoundException 404", "NOT_FOUND 404", "TemplateDoesNotExist 400"),
  "invalid-policy": names("BadRequestException 400", "VALIDATION_ERROR 400", "InvalidPolicy 400"),
  "invalid-tracking-options": names(
    "BadRequestException 400",
    "VALIDATION_ERROR 400",
    "InvalidTrackingOptions 400",
  ),
  // The older API has a name for each kind of target, which its handlers give.
  "invalid-event-target": names(
    "BadRequestException 400",
    "VALIDATION_ERROR 400",
    "InvalidParameterValue 400",
  ),
  "invalid-verification-content": names(
    "BadRequestException 400",
    "VALIDATION_ERROR 400",
    "CustomVerificationEmailInvalidContent 400",
  ),
  "invalid-template": names("BadRequestException 400", "VALIDATION_ERROR 400", "InvalidTemplate 400"),
  "invalid-template-data": names(
    "BadRequestException 400",
    "VALIDATION_ERROR 400",
    "InvalidRenderingParameter 400",
  ),
  "missing-attribute": names(
    "BadRequestException 400",
    "VALIDATION_ERROR 400",
    "MissingRenderingAttribute 400",
  ),
  conflict: names("ConflictException 409", "CONFLICT 409", "InvalidParameterValue 400"),
  "concurrent-modification": names(
    "ConcurrentModificationException 500",
    "CONFLICT 409",
    "ServiceUnavailable 503",
  ),
  "limit-exceeded": names("LimitExceededException 400", "LIMIT_EXCEEDED 400", "LimitExceeded 400"),
  "quota-exceeded": names("LimitExceededException 400", "LIMIT_EXCEEDED 400", "Throttling 400"),
  "too-many-requests": names("TooManyRequestsException 429", "TOO_MANY_REQUESTS 429", "Throttling 400"),
  "too-large": names("RequestEntityTooLargeException 413", "TOO_LARGE 413", "RequestEntityTooLarge 413"),

  "message-rejected": names("MessageRejected 400", "MESSAGE_REJECTED 422", "MessageRejected 400"),
  "unverified-sender": names("NotFoundException 404", "NOT_FOUND 404", "FromEmailAddressNotVerified 400"),
  "no-production-access": names(
    "MessageRejected 400",
    "MESSAGE_REJECTED 422",
    "ProductionAccessNotGranted 400",
  ),
  "mail-from-domain-not-verified": names(
    "MailFromDomainNotVerifiedException 400",
    "MAIL_FROM_DOMAIN_NOT_VERIFIED 422",
    "MailFromDomainNotVerifiedException 400",
  ),
  "account-suspended": names("AccountSuspendedException 400", "ACCOUNT_SUSPENDED 403", "MessageRejected 400"),
  "sending-paused": names(
    "SendingPausedException 400",
    "SENDING_PAUSED 403",
    "AccountSendingPausedException 400",
  ),
  "configuration-set-paused": names(
    "SendingPausedException 400",
    "SENDING_PAUSED 403",
    "ConfigurationSetSendingPausedException 400",
  ),

  "missing-credentials": names(
    "MissingAuthenticationTokenException 403",
    "UNAUTHENTICATED 401",
    "MissingAuthenticationToken 403",
  ),
  "incomplete-signature": names(
    "IncompleteSignatureException 400",
    "UNAUTHENTICATED 401",
    "IncompleteSignature 400",
  ),
  // SESv2 says UnrecognizedClientException where other services say InvalidClientTokenId.
  "unknown-access-key": names(
    "UnrecognizedClientException 403",
    "UNAUTHENTICATED 401",
    "InvalidClientTokenId 403",
  ),
  "unknown-api-key": names(
    "UnrecognizedClientException 403",
    "UNAUTHENTICATED 401",
    "InvalidClientTokenId 403",
  ),
  "wrong-credentials": names(
    "UnrecognizedClientException 403",
    "UNAUTHENTICATED 401",
    "InvalidClientTokenId 403",
  ),
  "bad-signature": names("InvalidSignatureException 403", "UNAUTHENTICATED 401", "SignatureDoesNotMatch 403"),
  "expired-signature": names(
    "InvalidSignatureException 403",
    "UNAUTHENTICATED 401",
    "SignatureDoesNotMatch 403",
  ),
  "wrong-scope": names("InvalidSignatureException 403", "UNAUTHENTICATED 401", "SignatureDoesNotMatch 403"),
  "access-denied": names("AccessDeniedException 403", "ACCESS_DENIED 403", "AccessDenied 403"),
  "wrong-origin": names("AccessDeniedException 403", "ACCESS_DENIED 403", "AccessDenied 403"),

  // RFC 9110 §15.5.20: a server that can give no answer for this target.
  "other-cell": names("MisdirectedRequestException 421", "MISDIRECTED 421", "MisdirectedRequest 421"),
  "unknown-operation": names("UnknownOperationException 404", "NOT_FOUND 404", "InvalidAction 400"),
  "method-not-allowed": names("MethodNotAllowedException 405", "METHOD_NOT_ALLOWED 405", "InvalidAction 405"),
  // 501 and not 500: the SDKs repeat 500, 502, 503 and 504, and this will not come to be by asking again.
  "not-implemented": names("NotImplementedException 501", "NOT_IMPLEMENTED 501", "InvalidAction 400"),
  unavailable: names("ServiceUnavailableException 503", "UNAVAILABLE 503", "ServiceUnavailable 503"),
  internal: names("InternalServiceErrorException 500", "INTERNAL_ERROR 500", "InternalFailure 500"),
} satisfies Record<Failure["problem"], FailureNames>;

/** A name and its HTTP status. */
type Name = `${string} ${number}`;

function names(aws: Name, plain: Name, query: Name): FailureNames {
  const [name = "", status] = aws.split(" ");
  return { aws: { name, status: Number(status) }, plain: codeOf(plain), query: codeOf(query) };
}

function codeOf(given: Name): FailureNames["plain"] {
  const [code = "", status] = given.split(" ");
  return { code, status: Number(status) };
}
