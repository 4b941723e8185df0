export interface FailureDetail {
  readonly path: string;
  readonly message: string;
}

/** What the service said when it did not do as it was asked. */
export class ApiFailure extends Error {
  /** 0 when it could not be asked. */
  readonly status: number;
  readonly code: string;
  readonly details: readonly FailureDetail[];
  readonly requestId: string | undefined;

  constructor(what: {
    status: number;
    code: string;
    message: string;
    details?: readonly FailureDetail[];
    requestId?: string | undefined;
  }) {
    super(what.message);
    this.name = "ApiFailure";
    this.status = what.status;
    this.code = what.code;
    this.details = what.details ?? [];
    this.requestId = what.requestId;
  }
}

interface FailureEnvelope {
  readonly error?: {
    readonly code?: string;
    readonly message?: string;
    readonly details?: readonly FailureDetail[];
  };
}

export function failureOf(response: Response, envelope: unknown): ApiFailure {
  const { error } = (envelope ?? {}) as FailureEnvelope;
  return new ApiFailure({
    status: response.status,
    code: error?.code ?? "UNEXPECTED",
    message: error?.message ?? `The answer was ${response.status}, without an explanation.`,
    details: error?.details ?? [],
    requestId: response.headers.get("x-request-id") ?? undefined,
  });
}

/** What a person can do about it; undefined where the message itself says it. */
export function adviceFor(failure: ApiFailure): string | undefined {
  switch (failure.code) {
    case "UNREACHABLE":
      return `${isHere() ? "If it was stopped, start it again with “npm start”. " : ""}This page goes on by itself once it answers; what you typed stays.`;
    case "UNAUTHENTICATED":
      return "Sign in again.";
    case "TOO_MANY_REQUESTS":
      return "It was asked a moment ago. Wait a few seconds.";
    case "NOT_FOUND":
      return "It is gone, or in another region: everything belongs to one, which is chosen in the menu.";
    case "INTERNAL_ERROR":
      return `This is a fault of Signet's. Its log says more under the request ${failure.requestId ?? "of this time"}.`;
    case "UNAVAILABLE":
      return "Its database does not answer, which is mostly over soon. Try again then; what you typed stays.";
    default:
      // A proxy in front of it speaks HTML.
      return failure.status >= 502
        ? "It was what stands before Signet that answered: Signet may be starting."
        : undefined;
  }
}

/** Whether whoever sees the page is likely to be who runs the service. */
function isHere(): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(location.hostname);
}
