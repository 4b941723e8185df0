import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Log } from "#platform/log.ts";
import type { Measures } from "#platform/measures.ts";
import type { Tracing } from "#platform/tracing.ts";

interface Observers {
  readonly measures?: Measures | undefined;
  readonly tracing?: Tracing | undefined;
  readonly log: Log;
}

/** Counts every request, logs and traces it where that is asked for. Where none of it is, it costs nothing. */
export function observeRequests(server: FastifyInstance, { measures, tracing, log }: Observers): void {
  if (tracing !== undefined) traceRequests(server, tracing);
  if (measures === undefined && log.debug === undefined) return;
  server.addHook("onResponse", (request, { statusCode: status, elapsedTime }, done) => {
    const operation = operationOf(request);
    measures?.answered(operation, status, elapsedTime / 1_000);
    log.debug?.(
      {
        requestId: request.id,
        operation,
        status,
        ms: Math.round(elapsedTime),
        ...request.exchange?.claim?.caller.owner,
        resourceId: request.resourceId,
      },
      "A request was answered.",
    );
    done();
  });
}

function traceRequests(server: FastifyInstance, tracing: Tracing): void {
  server.addHook("onRequest", (request, _, done) => {
    const { traceparent } = request.headers;
    request.span = tracing.begin("request", typeof traceparent === "string" ? traceparent : undefined);
    done();
  });
  // The body came in events of the connection, which know nothing of the span.
  server.addHook("preHandler", (request, _, done) => {
    if (request.span === undefined) done();
    else request.span.within(done);
  });
  server.addHook("onResponse", (request, { statusCode }, done) => {
    request.span?.set({
      "http.request.method": request.method,
      "http.route": request.routeOptions.url,
      "http.response.status_code": statusCode,
      "signet.request_id": request.id,
      "signet.resource_id": request.resourceId,
    });
    request.span?.end({ name: operationOf(request), hasFailed: statusCode >= 500 });
    done();
  });
}

/** SES's name for what was asked, or the route that was taken: of both there are few, and neither holds an address. */
function operationOf(request: FastifyRequest): string {
  return request.exchange?.call?.operation.name ?? request.routeOptions.url ?? "none";
}
