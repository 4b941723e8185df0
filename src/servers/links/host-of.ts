import type { FastifyRequest } from "fastify";
import type { Proxies } from "#platform/proxies.ts";

/** The name that the link stands under. */
export function hostOf(
  { ip, hostname, headers }: Pick<FastifyRequest, "ip" | "hostname" | "headers">,
  proxies: Proxies,
): string {
  return proxies.askedHost(ip, hostname, headers["x-forwarded-host"]?.toString());
}
