import { getServers } from "node:dns";
import { isIP } from "node:net";
import type { HostAndPort } from "#config.ts";

/** What this machine asks; the roots when it has none. */
export function systemResolvers(): readonly HostAndPort[] | "roots" {
  const servers = getServers().flatMap((server) => {
    const match = /^\[?([0-9a-fA-F.:]+?)\]?(?::(\d+))?$/.exec(isIP(server) === 6 ? `[${server}]` : server);
    return match?.[1] === undefined ? [] : [{ host: match[1], port: Number(match[2] ?? 53) }];
  });
  return servers.length === 0 ? "roots" : servers;
}
