import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { der, objectIdentifier, octets, sequence } from "./der.ts";

/** The extension that says which DNS names and IP addresses a certificate is for (RFC 5280 §4.2.1.6). */
export function alternativeNames(names: readonly string[]): Buffer {
  const general = names.map((name) =>
    isIP(name) === 0
      ? der(0x82, Buffer.from(name))
      : der(0x87, Buffer.from(ipaddr.parse(name).toByteArray())),
  );
  return sequence(objectIdentifier("2.5.29.17"), octets(sequence(...general)));
}
