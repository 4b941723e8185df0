import type { FastifyRequest } from "fastify";
import { askedHost } from "#platform/client-network.ts";

/** The name that the link stands under. */
export function hostOf(request: Pick<FastifyRequest, "ip" | "hostname" | "headers">): string {
  const { ip, hostname, headers } = request;
  return askedHost(ip, hostname, headers["x-forwarded-host"]?.toString());
}
