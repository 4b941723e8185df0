import { CallerError } from "#platform/errors.ts";
import type { Failure } from "./dialects/failures.ts";
import { InputFault } from "./wire/index.ts";

/** What anything thrown while a request was worked on means for its sender. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CallerError) return error;
  if (error instanceof InputFault) return ofInput(error);
  return ofFramework(error) ?? { problem: "internal", message: "Internal Service Error", details: [] };
}

function ofInput({ kind, message, faults }: InputFault): Failure {
  return {
    problem: kind === "serialization" ? "malformed-input" : "bad-request",
    message,
    plainMessage: faults.map((fault) => fault.message).join("; "),
    details: faults.map(({ path, message: what }) => ({ path, message: what })),
  };
}

/** Fastify's own refusals, such as a body that is too large, carry a status below 500. */
function ofFramework(error: unknown): Failure | undefined {
  if (!(error instanceof Error) || !("statusCode" in error)) return undefined;
  const { statusCode, message } = error;
  if (typeof statusCode !== "number" || statusCode < 400 || statusCode > 499) return undefined;
  return statusCode === 413
    ? { problem: "too-large", message: "The request body is too large.", details: [] }
    : { problem: "bad-request", message, details: [] };
}
