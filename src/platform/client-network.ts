import { isIPv4 } from "node:net";
import ipaddr from "ipaddr.js";

/**
 * The network a client is counted under: its /24 (IPv4) or /56 (IPv6), the least that is commonly given to one party.
 * `address` is as a socket reports it, so an IPv4 client of a dual-stack socket comes as `::ffff:192.0.2.1`.
 */
export function clientNetwork(address: string): string {
  const plain = address.startsWith("::ffff:") ? address.slice("::ffff:".length) : address;
  if (isIPv4(plain)) return plain.slice(0, plain.lastIndexOf("."));
  if (!ipaddr.IPv6.isValid(plain)) return plain;
  return ipaddr.parse(plain).toByteArray().slice(0, 7).join(":");
}

export function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "::1" || address.startsWith("::ffff:127.");
}
