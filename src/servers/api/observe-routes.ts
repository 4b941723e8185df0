import type { FastifyInstance } from "fastify";
import type { RequestObserver } from "./observe-requests.ts";

/** Tells of every request that a route of Fastify's answers. */
export function observeRoutes(server: FastifyInstance, observer: RequestObserver | undefined): void {
  if (observer === undefined) return;
  server.addHook("onRequest", (request, _, done) => {
    request.observed = observer.begin(request.raw);
    done();
  });
  server.addHook("preHandler", (request, _, done) => {
    request.observed?.within(done);
  });
  server.addHook("onResponse", (request, { statusCode: status }, done) => {
    const route = request.routeOptions.url;
    request.observed?.answered({
      requestId: request.id,
      operation: route ?? "none",
      route,
      status,
      owner: request.admitted?.claim?.caller.owner,
      resourceId: request.resourceId,
    });
    done();
  });
}
