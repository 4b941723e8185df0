import { CallerError, Stopped } from "#platform/errors.ts";
import type { Failure } from "./dialects/failures.ts";
import { OlderRefusal } from "./older-refusal.ts";
import { InputFault } from "./wire/index.ts";

/** What anything thrown while a request was worked on means for its sender. */
export function failureOf(error: unknown): Failure {
  if (error instanceof OlderRefusal) return { ...brief(error), olderCode: error.code };
  if (error instanceof CallerError) return brief(error);
  if (error instanceof Stopped) return { problem: "unavailable", message: isStopping, details: [] };
  if (error instanceof InputFault) return ofInput(error);
  return ofFramework(error) ?? { problem: "internal", message: "Internal Service Error", details: [] };
}

const isStopping = "The service is about to stop. Please try again.";

/** The canonical form of the longest request, which a mismatch shows, and no more of what a caller gave for a name. */
const longestMessage = 64 * 1024;

/** A message repeats what it is about, which may be megabytes long. */
function brief({ problem, message, details }: CallerError): Failure {
  const cut = (text: string) => (text.length <= longestMessage ? text : `${text.slice(0, longestMessage)}…`);
  return {
    problem,
    message: cut(message),
    details: details.map(({ path, message: what }) => ({ path, message: cut(what) })),
  };
}

const problems = {
  serialization: "malformed-input",
  constraint: "broken-constraint",
  uri: "bad-request",
} as const satisfies Record<InputFault["kind"], Failure["problem"]>;

function ofInput({ kind, message, faults }: InputFault): Failure {
  return {
    problem: problems[kind],
    message,
    plainMessage: faults.map((fault) => fault.message).join("; "),
    details: faults.map(({ path, message: what }) => ({ path, message: what })),
  };
}

/** Of our own calls; SES's read their bodies themselves. */
const tooLarge =
  "The request body is too large: it may have 1 MB, or what the description of this call says (docs/http-api.md).";

/** Fastify's own refusals, such as a body that is too large, carry a status below 500. */
function ofFramework(error: unknown): Failure | undefined {
  if (!(error instanceof Error) || !("statusCode" in error)) return undefined;
  const { statusCode, message } = error;
  if (typeof statusCode !== "number" || statusCode < 400 || statusCode > 499) return undefined;
  return statusCode === 413
    ? { problem: "too-large", message: tooLarge, details: [] }
    : { problem: "bad-request", message, details: [] };
}
