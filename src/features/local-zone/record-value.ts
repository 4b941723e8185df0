import { isIPv4, isIPv6 } from "node:net";
import { isDomainName, isHostName, normalizeName } from "#protocols/dns/name.ts";
import { characterStrings, type RecordData } from "#protocols/dns/record.ts";

/** The types a local zone may hold. */
export const localRecordTypes = ["A", "AAAA", "CNAME", "MX", "NS", "TXT"] as const;
export type LocalRecordType = (typeof localRecordTypes)[number];

export type ValueReading =
  /** `value` is the text in its usual form, as it is stored and listed. */
  { readonly ok: true; readonly value: string } | { readonly ok: false; readonly fault: string };

/** Octets of a TXT value: more than any key or policy needs, few enough for several in one message. */
export const maxTextOctets = 4_000;

/** Reads a value as people type it into a provider's form: `10 mx.example.com`, `tok.dkim.example.`, `v=spf1 -all`. */
export function readRecordValue(type: LocalRecordType, text: string): ValueReading {
  switch (type) {
    case "A":
      return isIPv4(text) ? read(text) : fault("is not an IPv4 address");
    case "AAAA":
      return isIPv6(text) && !text.includes("%") ? read(text.toLowerCase()) : fault("is not an IPv6 address");
    case "CNAME":
      return target(text, isDomainName);
    case "NS":
      return target(text, isHostName);
    case "MX":
      return exchange(text);
    case "TXT":
      return txt(text);
  }
}

/** The data of a value that was read before. */
export function recordDataOf(type: LocalRecordType, value: string): RecordData {
  switch (type) {
    case "A":
    case "AAAA":
      return { type, address: value };
    case "CNAME":
    case "NS":
      return { type, target: value };
    case "MX": {
      const [preference, exchange = ""] = value.split(" ");
      return { type, preference: Number(preference), exchange: exchange === "." ? "" : exchange };
    }
    case "TXT":
      return { type, strings: characterStrings(value) };
  }
}

function target(text: string, isValid: (name: string) => boolean): ValueReading {
  const name = normalizeName(text);
  return isValid(name) ? read(name) : fault("is not a host's name");
}

function exchange(text: string): ValueReading {
  const match = /^(\d{1,5})\s+(\S+)$/.exec(text);
  const preference = Number(match?.[1]);
  // RFC 7505: a domain that takes no mail says so.
  if (match?.[1] === "0" && match[2] === ".") return read("0 .");
  const host = normalizeName(match?.[2] ?? "");
  if (!(preference <= 65_535) || !isHostName(host))
    return fault("is not a preference and a host, like 10 mx.example.com");
  return read(`${preference} ${host}`);
}

const quotedStrings = /^"(?:[^"\\]|\\.)*"(?:\s+"(?:[^"\\]|\\.)*")*$/s;

function txt(text: string): ValueReading {
  const value = quotedStrings.test(text) ? unquoted(text) : text;
  if (Buffer.byteLength(value) > maxTextOctets) return fault(`is longer than ${maxTextOctets} octets`);
  return read(value);
}

/** As pasted from a zone file: `"v=DKIM1; p=MIIB…" "…AQAB"`. */
function unquoted(text: string): string {
  const strings = text.matchAll(/"((?:[^"\\]|\\.)*)"/gs);
  return [...strings].map(([, inner = ""]) => inner.replace(/\\(.)/gs, "$1")).join("");
}

function read(value: string): ValueReading {
  return { ok: true, value };
}

function fault(text: string): ValueReading {
  return { ok: false, fault: text };
}
