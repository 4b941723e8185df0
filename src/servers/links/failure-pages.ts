import type { FastifyInstance } from "fastify";
import { CallerError, Stopped } from "#platform/errors.ts";
import type { Log } from "#platform/log.ts";
import { noticePage, pageHeaders } from "./page.ts";

const headers = pageHeaders({ forms: false });

const later = {
  status: 503,
  title: "Something went wrong",
  text: "This could not be done just now. Please try again in a moment: the link stays good.",
};

/** Whoever follows a link is a person: what goes wrong is told in a page, and not in the API's form. */
export function tellFailuresByPage(server: FastifyInstance, log: Log): void {
  server.setErrorHandler((error, request, reply) => {
    if (request.signal.aborted && error === request.signal.reason) return reply.hijack();
    const known = toldOf(error);
    // Not the path: its token is as good as the link.
    if (known === undefined)
      log.error({ err: error, requestId: request.id }, "A link could not be followed.");
    const { status, title, text } = known ?? later;
    return reply
      .code(status)
      .headers(headers)
      .send(noticePage({ title, kind: "bad", text }));
  });
}

/** Undefined for a fault of ours. */
function toldOf(error: unknown): typeof later | undefined {
  if (error instanceof CallerError && error.problem === "too-many-requests") {
    return { status: 429, title: "Nothing was changed", text: error.message };
  }
  if (error instanceof Stopped || (error instanceof CallerError && error.problem === "unavailable"))
    return later;
  const isTooLarge = error instanceof Error && "statusCode" in error && error.statusCode === 413;
  return isTooLarge
    ? { status: 413, title: "Nothing was changed", text: "What was sent is far larger than a choice can be." }
    : undefined;
}
