import { Resolver } from "node:dns";
import { isIP } from "node:net";
import type { Config, HostAndPort } from "#config.ts";
import { secondMs } from "#platform/clock.ts";
import type { Server } from "#protocols/dns/client/exchange.ts";

const readEveryMs = 5 * secondMs;

/** What this machine asks; the roots when it has none. */
export function systemResolvers(): readonly HostAndPort[] | "roots" {
  // A new one reads what the system has now.
  const servers = new Resolver().getServers().flatMap((server) => {
    const match = /^\[?([0-9a-fA-F.:]+?)\]?(?::(\d+))?$/.exec(isIP(server) === 6 ? `[${server}]` : server);
    return match?.[1] === undefined ? [] : [{ host: match[1], port: Number(match[2] ?? 53) }];
  });
  return servers.length === 0 ? "roots" : servers;
}

/**
 * Whom to ask now: as the operator says, or else as the machine does, which may be told otherwise at any time: a laptop goes from one network
 * to another, and a service may be there before the network is.
 */
export function resolversNow(
  { resolvers }: Pick<Config, "resolvers">,
  { read = systemResolvers, elapsedMs = () => performance.now() } = {},
): () => readonly Server[] | "roots" {
  if (resolvers !== undefined) {
    const given = serversAt(resolvers);
    return () => given;
  }
  let known = serversAt(read());
  let readAt = elapsedMs();
  return () => {
    if (elapsedMs() - readAt >= readEveryMs) {
      known = serversAt(read());
      readAt = elapsedMs();
    }
    return known;
  };
}

function serversAt(places: readonly HostAndPort[] | "roots"): readonly Server[] | "roots" {
  return places === "roots"
    ? places
    : places.map(({ host, port }) => ({ address: host, port, trusted: true }));
}

/** For those who ask resolvers and nobody else. */
export function onlyServers(now: readonly Server[] | "roots"): readonly Server[] {
  return now === "roots" ? [] : now;
}
