import type { Reply } from "#protocols/dns/client/read-reply.ts";
import { isAtOrBelow, selfAndAncestors } from "#protocols/dns/name.ts";
import type { SoaRecord } from "#protocols/dns/record.ts";

/**
 * The SOA of the zone that holds `name`, as the answer to a question for it tells: in the answer when `name` is the apex, else in
 * the authority section. Not told when `name` is an alias: then the SOA there is that of the *target's* zone.
 */
export function soaOf(reply: Reply, name: string): SoaRecord | undefined {
  for (const record of reply.answers) {
    if (record.name === name && record.type === "SOA") return record;
    if (record.name === name && record.type === "CNAME") return undefined;
  }
  for (const record of reply.authority) {
    if (record.type === "SOA" && isAtOrBelow(name, record.name)) return record;
  }
  return undefined;
}

/** The names to ask for a SOA in turn. An alias is never an apex (RFC 1034 §3.6.2), so its zone is that of its parent. */
export function climb(name: string, most = 12): string[] {
  return selfAndAncestors(name).slice(0, most);
}
