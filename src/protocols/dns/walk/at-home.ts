import type { Server } from "#protocols/dns/client/exchange.ts";
import { climb, soaOf } from "./start-of-authority.ts";
import type { Walk, Zone } from "./walk.ts";

/** Each costs the whole patience with a server. */
const mostSilentNames = 3;

/**
 * The zone that holds `name` if the server at home is its authority; undefined sends the search into the world. A name
 * that was told to fail or to be silent is still at home: what is above it shows so.
 */
export async function findZoneAtHome(name: string, walk: Walk, home: Server): Promise<Zone | undefined> {
  const server = { ...home, trusted: true };
  let silentNames = 0;
  for (const at of climb(name)) {
    const outcome = await walk.step(server, { name: at, type: "SOA" });
    if (outcome.kind === "timeout" && silentNames++ < mostSilentNames) continue;
    if (outcome.kind !== "answer") return undefined;
    const { reply } = outcome;
    if (reply.rcode === "SERVFAIL") continue;
    if (!reply.authoritative) return undefined;
    const soa = soaOf(reply, at);
    if (soa === undefined) continue;
    return { apex: soa.name, soa, nameServers: [{ name: soa.primaryNameServer, addresses: [server] }] };
  }
  return undefined;
}
