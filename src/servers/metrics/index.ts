import type { AddressInfo } from "node:net";
import { type FastifyPluginCallback, fastify } from "fastify";

export interface MetricsServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
}

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

/** Serves the metrics at a place of their own, which need not be where customers are. */
export async function startMetricsServer({
  host,
  port,
  exposition,
}: {
  readonly host: string;
  readonly port: number;
  readonly exposition: () => Promise<string>;
}): Promise<MetricsServer> {
  const server = fastify({ forceCloseConnections: true, bodyLimit: 1_024, requestTimeout: 10_000 });
  await server.register(metricsPage(exposition));
  await server.listen({ host, port });
  return {
    host,
    port: (server.server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => await server.close(),
  };
}
