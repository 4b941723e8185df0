import type { FastifyPluginCallback } from "fastify";

/** https://prometheus.io/docs/instrumenting/exposition_formats/ */
const contentType = "text/plain; version=0.0.4; charset=utf-8";

/** `GET /metrics`: how the process is, for Prometheus. Whoever reaches it may read it; it says nothing of customers. */
export function metricsPage(exposition: () => Promise<string>): FastifyPluginCallback {
  return (server, _options, done) => {
    server.get("/metrics", async (_, reply) =>
      reply.header("content-type", contentType).send(await exposition()),
    );
    done();
  };
}
