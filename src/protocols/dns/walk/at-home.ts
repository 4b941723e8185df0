import type { Server } from "#protocols/dns/client/exchange.ts";
import { climb, soaOf } from "./start-of-authority.ts";
import type { Walk, Zone } from "./walk.ts";

/** The zone that holds `name` if the server at home is its authority; undefined sends the search into the world. */
export async function findZoneAtHome(name: string, walk: Walk, home: Server): Promise<Zone | undefined> {
  const server = { ...home, trusted: true };
  for (const at of climb(name)) {
    const outcome = await walk.step(server, { name: at, type: "SOA" });
    if (outcome.kind !== "answer" || !outcome.reply.authoritative) return undefined;
    const soa = soaOf(outcome.reply, at);
    if (soa === undefined) continue;
    return { apex: soa.name, soa, nameServers: [{ name: soa.primaryNameServer, addresses: [server] }] };
  }
  return undefined;
}
