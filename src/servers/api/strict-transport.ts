import { TLSSocket } from "node:tls";
import type { FastifyInstance } from "fastify";
import { withoutDefaultPort } from "#protocols/http/request-head.ts";

const yearSeconds = 31_536_000;

/**
 * Has browsers come in TLS alone (RFC 6797) to the name that people know the service by, where the operator says that it is an https one, and
 * no proxy speaks TLS for us. Other names may lead here that are their owners' to speak for.
 */
export function addStrictTransport(server: FastifyInstance, publicUrl: URL | undefined): void {
  if (publicUrl?.protocol !== "https:") return;
  server.addHook("onRequest", ({ raw: { socket, headers } }, reply, done) => {
    if (socket instanceof TLSSocket && withoutDefaultPort(headers.host ?? "") === publicUrl.host)
      reply.header("strict-transport-security", `max-age=${yearSeconds}`);
    done();
  });
}
