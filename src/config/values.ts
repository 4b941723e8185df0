import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { dayMs } from "#platform/clock.ts";
import { urlsIn } from "#platform/database/postgres/places.ts";
import { type LogLevel, logLevels } from "#platform/log.ts";
import { masterKeyForm, readMasterKey } from "#platform/master-key.ts";
import { readDomain } from "#protocols/address/domain.ts";
import { readSmartHostUrl, type SmartHostAddress } from "#protocols/smtp/smart-host-url.ts";

/** How each kind of value is written. What makes no sense is an error that says what would. */

export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

export type DeliveryChoice =
  | { readonly transport: "capture" }
  | { readonly transport: "mx" }
  | { readonly transport: "smart-host"; readonly address: SmartHostAddress };

export function readHostAndPort(text: string): HostAndPort {
  const place = hostAndPort(text);
  if (place === undefined)
    throw new Error("expected host:port with a port up to 65535, such as 127.0.0.1:4579 or [::1]:0");
  return place;
}

function hostAndPort(text: string): HostAndPort | undefined {
  const match = /^(?:\[([0-9a-fA-F:]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port > 65_535 ? undefined : { host, port };
}

export function readAuth(text: string): "open" | "required" {
  if (text === "open" || text === "required") return text;
  throw new Error("expected open or required");
}

export function readSwitch(text: string): boolean {
  if (text === "on" || text === "off") return text === "on";
  throw new Error("expected on or off");
}

export function readCallsPerSecond(text: string): number {
  const calls = Number(text);
  if (Number.isInteger(calls) && calls >= 1 && calls <= 10_000) return calls;
  throw new Error("expected a number of calls a second from 1 to 10000");
}

export function readDatabaseUrl(text: string): string {
  if (!/^postgres(?:ql)?:\/\//.test(text)) {
    throw new Error("expected postgres://user:password@host:5432/database");
  }
  // The host may be left out where it is a socket, which `URL` does not know.
  const isUrl = urlsIn(text).every((url) => URL.canParse(url.replace("@/", "@socket/")));
  // Where a password has a slash in it, the rest of it would be the path.
  if (isUrl && isDecodable(text) && !/^\w+:\/\/[^/?]*\/[^?]*@/.test(text)) return text;
  throw new Error(
    "expected postgres://user:password@host:5432/database, with what is special in a password percent-encoded: %2F for /",
  );
}

/** The driver takes a `%` without two digits for itself, and says no more than "URI malformed" of bytes that are not UTF-8. */
function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, "%25"));
    return true;
  } catch {
    return false;
  }
}

export function readHttpUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") {
    throw new Error("expected http://… or https://… without a query");
  }
  return url.href.replace(/\/$/, "");
}

/** Pages, links and the API are answered at the root: what a signature covers begins there. */
export function readPublicUrl(text: string): string {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin;
  throw new Error("expected a name of its own, such as https://mail.example.net, without a path");
}

export function readZone(text: string): string {
  const reading = readDomain(text);
  if (!reading.ok) throw new Error(`expected a domain such as mail.example.net (${reading.fault})`);
  return reading.name;
}

export function readResolvers(text: string): readonly HostAndPort[] | "roots" {
  if (text === "roots") return "roots";
  return text.split(",").map((entry) => {
    const plain = entry.trim();
    if (isIP(plain) !== 0) return { host: plain, port: 53 };
    const place = hostAndPort(plain);
    if (place !== undefined && isIP(place.host) !== 0) return place;
    throw new Error("expected roots, or addresses such as 192.0.2.53,[2001:db8::53]:5353");
  });
}

export function readDelivery(text: string): DeliveryChoice {
  if (text === "capture") return { transport: "capture" };
  if (text === "mx") return { transport: "mx" };
  if (!/^[^/]*:/.test(text)) {
    throw new Error("expected capture, mx, or a smart host such as smtp://user:password@host:port");
  }
  return { transport: "smart-host", address: readSmartHostUrl(text) };
}

export function readRate(text: string): number {
  const perSecond = Number(text);
  if (perSecond >= 0.01 && perSecond <= 100_000) return perSecond;
  throw new Error("expected messages a second from 0.01 to 100000, such as 50 or 0.5");
}

/** A region's name as AWS writes them; any name of that form is one here. */
export function readRegion(text: string): string {
  if (/^[a-z]{2,8}(?:-[a-z]{1,16}){1,3}-\d{1,2}$/.test(text)) return text;
  throw new Error("expected a region such as eu-west-1");
}

export function readGivenMasterKey(text: string): Uint8Array {
  const key = readMasterKey(text);
  if (key === undefined) throw new Error(`expected ${masterKeyForm}`);
  return key;
}

export function readAddresses(text: string): readonly string[] {
  return text.split(",").map((entry) => {
    const address = entry.trim();
    if (isIP(address) === 0) throw new Error(`${address} is no IP address such as 192.0.2.25`);
    return address;
  });
}

export function readDays(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= 3_650) return days;
  throw new Error("expected a number of days from 1 to 3650");
}

export function readRetentionDays(text: string): number | undefined {
  if (text === "forever") return undefined;
  const days = Number(text);
  // Longer than anything is tried to be delivered, or told.
  if (Number.isInteger(days) && days >= 2 && days <= 3_650) return days * dayMs;
  throw new Error("expected a number of days from 2 to 3650, or forever");
}

export function readLogLevel(text: string): LogLevel {
  const level = logLevels.find((name) => name === text);
  if (level === undefined) throw new Error(`expected ${logLevels.join(", ")}`);
  return level;
}

export function readDrainSeconds(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= 20) return seconds;
  throw new Error("expected a number of seconds from 0 to 20: all is to have ended after 30");
}

/** Addresses in full: ipaddr reads `10/8` and `010.0.0.0/8` too. */
export function readNetworks(text: string): readonly string[] {
  return text.split(",").map((entry) => {
    const network = entry.trim();
    const [address = ""] = network.split("/", 1);
    if (ipaddr.isValidCIDR(network) && isIP(address) !== 0 && !address.includes("%")) return network;
    throw new Error(`${network} is no network such as 10.0.0.0/8`);
  });
}
