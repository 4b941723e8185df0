import type { FastifyInstance } from "fastify";
import type { Log } from "#platform/log.ts";

/** `/healthz`: the process answers. `/readyz`: it can do its work. For load balancers and scripts: no credentials. */
export function addHealthRoutes(
  server: FastifyInstance,
  { ready, isRetired, log }: { ready: () => Promise<void>; isRetired: () => boolean; log: Log },
): void {
  server.get("/healthz", async () => ({ status: "ok" }));
  server.get("/readyz", async (_, reply) => {
    if (isRetired()) return await reply.code(503).send({ status: "stopping" });
    try {
      await ready();
      return { status: "ready" };
    } catch (error) {
      log.warn({ err: error }, "not ready");
      return await reply.code(503).send({ status: "unavailable" });
    }
  });
}
