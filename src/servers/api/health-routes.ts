import type { FastifyInstance } from "fastify";
import type { Log } from "#platform/log.ts";

/** `/healthz`: the process answers. `/readyz`: it can do its work. For load balancers and scripts: no credentials. */
export function addHealthRoutes(
  server: FastifyInstance,
  { ready, isRetired, log }: { ready: () => Promise<void>; isRetired: () => boolean; log: Log },
): void {
  // Asked every two seconds, by every load balancer: what goes on for hours is said when it begins, and when it is over.
  let fault: string | undefined;
  server.get("/healthz", async () => ({ status: "ok" }));
  server.get("/readyz", async (_, reply) => {
    if (isRetired()) return await reply.code(503).send({ status: "stopping" });
    try {
      await ready();
      if (fault !== undefined) log.info({}, "ready again");
      fault = undefined;
      return { status: "ready" };
    } catch (error) {
      const { message } = error as Error;
      if (message !== fault) log.warn({ err: error }, "not ready");
      fault = message;
      return await reply.code(503).send({ status: "unavailable" });
    }
  });
}
