import type { Server } from "#protocols/dns/client/exchange.ts";

/** One name server of a zone. Without addresses when none was found that may be asked. */
export interface NameServer {
  readonly name: string;
  readonly addresses: readonly Server[];
}

/** More name servers of one zone than this are not asked: it is how many the root has, for want of room in a datagram of old. */
const maxNameServers = 13;
const maxAddresses = 4;

/**
 * Those name servers of a zone that are asked, each once, and of two of one name the later. Sorted, and their addresses too: servers and
 * resolvers turn the order of records from one answer to the next (RFC 1794), and two checks of a zone that has not changed are to ask the
 * same servers, and to tell the same.
 */
export function askedOf(nameServers: readonly NameServer[]): NameServer[] {
  const byName = new Map(nameServers.map((one) => [one.name, one]));
  return [...byName.values()].sort((one, other) => (one.name < other.name ? -1 : 1)).slice(0, maxNameServers);
}

/** Where a name server is asked. IPv4 first: every public zone has it, and not every host of ours has IPv6. */
export function serversAt(addresses: readonly string[], port: number): Server[] {
  const isIpv6 = (address: string) => address.includes(":");
  return addresses
    .toSorted((one, other) => Number(isIpv6(one)) - Number(isIpv6(other)) || (one < other ? -1 : 1))
    .slice(0, maxAddresses)
    .map((address) => ({ address, port }));
}
