/** Test only: a zone of fixed contents. */

import { isAtOrBelow } from "#protocols/dns/name.ts";
import type { SoaRecord } from "#protocols/dns/record.ts";
import type { ZoneNode, ZoneSource } from "#protocols/dns/zone.ts";

export function fixedZone(apex: string, nodes: Record<string, ZoneNode>): ZoneSource {
  const soa: SoaRecord = {
    name: apex,
    ttl: 300,
    type: "SOA",
    primaryNameServer: `ns1.${apex}`,
    adminMailbox: `hostmaster.${apex}`,
    serial: 7,
    refresh: 3600,
    retry: 600,
    expire: 86_400,
    minimum: 60,
  };
  const at = (name: string): ZoneNode => nodes[name] ?? { kind: "absent" };
  return { zoneOf: (name) => (isAtOrBelow(name, apex) ? { apex, soa, at } : undefined) };
}
