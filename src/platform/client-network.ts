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
  return (
    forwardedProto
      .slice(forwardedProto.lastIndexOf(",") + 1)
      .trim()
      .toLowerCase() === "https"
  );
}

/**
 * Where a request comes from. A proxy on this machine says for whom it asks: in the last entry of `X-Forwarded-For`, which is its own; those
 * before it are anybody's word. What comes from elsewhere comes from there.
 */
export function clientAddress(peer: string, forwardedFor: string | undefined): string {
  if (forwardedFor === undefined || !isLoopback(peer)) return peer;
  const last = forwardedFor.slice(forwardedFor.lastIndexOf(",") + 1).trim();
  return isIP(last) === 0 ? peer : last;
}
