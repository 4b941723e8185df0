import { isIPv6 } from "node:net";
import { isLoopback } from "#platform/client-network.ts";
import { machineAddresses } from "#platform/machine-addresses.ts";
import { createAddressPolicy } from "#protocols/dns/client/reserved-address.ts";
import type { HostAndPort } from "./values.ts";

interface Given {
  readonly dns: HostAndPort;
  /** What the operator says (`SIGNET_ADDRESSES`). */
  readonly addresses: readonly string[] | undefined;
  readonly outboundAddresses: readonly string[];
}

/**
 * Where the world reaches this installation: what the signing zone says of its name server and of the host that bounces come back to.
 * Unless the operator says so, it is where the DNS server listens; where that is everywhere, this machine's public addresses.
 */
export function reachedAt(
  { dns: { host }, addresses }: Omit<Given, "outboundAddresses">,
  own: () => readonly string[] = ownAddresses,
): readonly string[] {
  if (addresses !== undefined) return addresses;
  if (host !== "0.0.0.0" && host !== "::") return [host];
  const refusal = createAddressPolicy();
  return own().filter((address) => refusal(address) === undefined && (host === "::" || !isIPv6(address)));
}

/** Where the world sees our mail come from: what the zone's SPF names. From home none leaves. */
export function sendsFrom(config: Given, own?: () => readonly string[]): readonly string[] {
  const reached = reachedAt(config, own).filter((address) => !isLoopback(address));
  return [...new Set([...reached, ...config.outboundAddresses])];
}

export function ownAddresses(): string[] {
  return machineAddresses().map(({ address }) => address);
}
