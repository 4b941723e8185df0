import { CallerError } from "#platform/errors.ts";
import type { Dialect } from "./dialects/dialect.ts";
import { WithResource } from "./dialects/resource.ts";
import { Document } from "./document.ts";
import { failureOf } from "./failure-of.ts";
import { MethodNotAllowed } from "./method-not-allowed.ts";
import type { Operation } from "./wire/index.ts";
import { WithHeaders } from "./with-headers.ts";

/** What goes back to a caller, whatever sends it. */
export interface Answer {
  readonly status: number;
  /** In lower case but for the dialects' own; without those of the content. */
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly content: Document["content"];
  /** What the call turned out to be about, for the log. */
  readonly resourceId?: string | undefined;
  /** Whether it stands for a fault of ours, which its log is to hold whole. */
  readonly isBug?: boolean;
}

/** Whose answer it is. */
interface Asked {
  readonly id: string;
  readonly dialect: Dialect;
  /** Undefined for our own calls. */
  readonly operation?: Operation;
}

/** An output, in the dialect of whoever asked. */
export function answerOf(output: unknown, asked: Asked): Answer {
  const { id, dialect, operation } = asked;
  if (output instanceof WithHeaders) {
    const answer = answerOf(output.output, asked);
    return { ...answer, headers: { ...answer.headers, ...output.headers } };
  }
  if (output instanceof Document) {
    const { contentType, content, headers } = output;
    return { status: 200, headers: { ...headersOf(dialect, id), ...headers }, contentType, content };
  }
  const resource = output instanceof WithResource ? output.resource : undefined;
  const members: unknown = output instanceof WithResource ? output.output : output;
  return {
    status: 200,
    headers: headersOf(dialect, id),
    contentType: dialect.contentType,
    content: dialect.success(isObject(members) ? members : {}, { requestId: id, resource, operation }),
    resourceId: resource?.id,
  };
}

/** Why not. What is a bug of ours is answered bare. */
export function answerToFailure(error: unknown, { id, dialect }: Asked): Answer {
  const failure = failureOf(error);
  const { status, headers, body } = dialect.failure(failure, id);
  return {
    status,
    headers: { ...headersOf(dialect, id), ...headers, ...headersFor(error), ...closing(status) },
    contentType: dialect.contentType,
    content: body,
    isBug: failure.problem === "internal",
  };
}

function headersOf({ requestIdHeader }: Dialect, id: string): Record<string, string> {
  return { [requestIdHeader]: id, "cache-control": "no-store" };
}

function headersFor(error: unknown): Record<string, string> {
  // RFC 9110 §15.5.6
  if (error instanceof MethodNotAllowed) return { allow: error.allowed.join(", ") };
  if (!(error instanceof CallerError) || error.retryAfterSeconds === undefined) return {};
  return { "retry-after": String(error.retryAfterSeconds) };
}

/** RFC 9110 §15.5.14: so that no more of what is too large is sent. */
function closing(status: number): Record<string, string> {
  return status === 413 ? { connection: "close" } : {};
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
