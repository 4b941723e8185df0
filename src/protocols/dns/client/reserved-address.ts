// A zone chooses the addresses of its name servers. Without this filter a customer could point us at our own network.
import ipaddr from "ipaddr.js";

/** Says why an address must not be contacted, or undefined when it may be. */
export type AddressPolicy = (address: string) => string | undefined;

type Address = ReturnType<typeof ipaddr.parse>;
type Network = ReturnType<typeof ipaddr.parseCIDR>;

/**
 * Refuses every address that is not globally reachable (IANA special-purpose registries, RFC 6890), also when it is
 * wrapped in a transition form (IPv4-mapped, NAT64, 6to4, Teredo …), unless it lies in one of `allowedNetworks` (CIDRs).
 * Throws on a malformed CIDR.
 */
export function createAddressPolicy(allowedNetworks: readonly string[] = []): AddressPolicy {
  const allowed = allowedNetworks.map((network) => ipaddr.parseCIDR(network));
  const known = new Map<string, string | undefined>();
  return (text) => {
    if (known.has(text)) return known.get(text);
    const reason = judge(text, allowed);
    if (known.size >= 10_000) known.clear();
    known.set(text, reason);
    return reason;
  };
}

function judge(text: string, allowed: readonly Network[]): string | undefined {
  // Only the usual dotted form: ipaddr also reads 0x7f.1 and 017700000001.
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return "not an address";
  if (text.includes("%")) return "link-local address";
  const address = ipaddr.parse(text);
  if (allowed.some((network) => within(address, network))) return undefined;
  return reservation(address);
}

function within(address: Address, network: Network): boolean {
  return address.kind() === network[0].kind() && address.match(network);
}

/** RFC 4291 §2.4, and the registry of what IANA has given away of it: nothing beyond. */
const globalUnicast = ipaddr.parseCIDR("2000::/3");

function reservation(address: Address): string | undefined {
  const range = address.range();
  if (range !== "unicast") return rangeNames[range] ?? `${range} address`;
  const isGlobal = address.kind() === "ipv4" || within(address, globalUnicast);
  return isGlobal ? undefined : "unassigned address";
}

const rangeNames: Partial<Record<string, string>> = {
  private: "private address (RFC 1918)",
  uniqueLocal: "private address (RFC 4193)",
  carrierGradeNat: "shared address behind a provider's NAT (RFC 6598)",
  linkLocal: "link-local address",
  reserved: "reserved address",
  ipv4Mapped: "IPv4-mapped address",
  rfc6052: "NAT64 address",
  rfc6145: "IPv4-translated address",
  "6to4": "6to4 address",
  teredo: "Teredo address",
};
