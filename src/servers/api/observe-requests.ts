import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Log } from "#platform/log.ts";
import type { Measures } from "#platform/measures.ts";

/** Counts every request, and logs it where that is asked for. Where neither is, it costs nothing. */
export function observeRequests(
  server: FastifyInstance,
  { measures, log }: { readonly measures?: Measures | undefined; readonly log: Log },
): void {
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

/** SES's name for what was asked, or the route that was taken: of both there are few, and neither holds an address. */
function operationOf({ exchange, routeOptions }: FastifyRequest): string {
  return exchange?.call?.operation.name ?? routeOptions.url ?? "none";
}
