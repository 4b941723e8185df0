import { isIP, isIPv4 } from "node:net";
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

/** Whether a request came in TLS: we speak none ourselves, so a proxy on this machine must say so, in the last entry of `X-Forwarded-Proto`. */
export function cameInTls(peer: string, forwardedProto: string | undefined): boolean {
  if (forwardedProto === undefined || !isLoopback(peer)) return false;
  return lastEntry(forwardedProto).toLowerCase() === "https";
}

/**
 * Where a request comes from. A proxy on this machine says for whom it asks: in the last entry of `X-Forwarded-For`, which is its own; those
 * before it are anybody's word. What comes from elsewhere comes from there.
 */
export function clientAddress(peer: string, forwardedFor: string | undefined): string {
  if (forwardedFor === undefined || !isLoopback(peer)) return peer;
  const last = withoutPort(lastEntry(forwardedFor));
  return isIP(last) === 0 ? peer : last;
}

/** Some proxies write the port too: `192.0.2.7:50123`, `[2001:db8::7]:50123`. */
function withoutPort(address: string): string {
  const [, inBrackets, ofIpv4] = /^(?:\[([^\]]*)\](?::\d+)?|([\d.]+):\d+)$/.exec(address) ?? [];
  return inBrackets ?? ofIpv4 ?? address;
}

/**
 * The name that a client asked for, without a port. Some proxies ask us by another (Apache's, unless told to keep it): one on this machine
 * says it in the last entry of `X-Forwarded-Host`.
 */
export function askedHost(peer: string, hostname: string, forwardedHost: string | undefined): string {
  if (forwardedHost === undefined || !isLoopback(peer)) return hostname;
  return lastEntry(forwardedHost).replace(/:\d*$/, "") || hostname;
}

function lastEntry(list: string): string {
  return list.slice(list.lastIndexOf(",") + 1).trim();
}
