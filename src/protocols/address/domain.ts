import { domainToASCII, domainToUnicode } from "node:url";

export type DomainReading =
  | { readonly ok: true; readonly name: string; readonly labels: number }
  | { readonly ok: false; readonly fault: string };

/** 255 octets on the wire (RFC 1035 §3.1) are 253 characters of text. */
const longestDomain = 253;
const longestLabel = 63;

const spaceOrControl = /[\s\p{Cc}]/u;
const hostCharacters = /^[a-z0-9.-]*$/;
const asciiOtherThanHost = /[^a-z0-9.\u{80}-\u{10ffff}-]/u;
const nonAscii = /[^\p{ASCII}]/u;

/**
 * Reads a domain name and writes it the one way it is stored and compared: lower case, A-labels (RFC 5890).
 * Letters, digits and hyphens only (RFC 1123 §2.1); IP addresses, underscores and a trailing dot are refused, as SES does.
 */
export function readDomain(text: string): DomainReading {
  if (text === "") return refused("Missing domain");
  if (text.length > longestDomain) return refused(`Domain is longer than ${longestDomain} characters`);
  if (spaceOrControl.test(text)) return refused("Domain contains control or whitespace");
  const lowered = text.toLowerCase();
  // `domainToASCII` reads a URL's host: it undoes percent signs. None may reach it.
  if (asciiOtherThanHost.test(lowered)) return refused("Domain contains illegal character");
  const name = nonAscii.test(lowered) ? domainToASCII(lowered) : lowered;
  if (name === "") return refused("Domain is not a valid internationalized name");
  return checkName(name);
}

function checkName(name: string): DomainReading {
  if (name.length > longestDomain) return refused(`Domain is longer than ${longestDomain} characters`);
  if (!hostCharacters.test(name)) return refused("Domain contains illegal character");
  if (name.startsWith(".")) return refused("Domain starts with dot");
  if (name.endsWith(".")) return refused("Domain ends with dot");
  if (name.includes("..")) return refused("Domain contains dot-dot");
  const labels = name.split(".");
  for (const label of labels) {
    if (label.length > longestLabel)
      return refused(`Domain has a label longer than ${longestLabel} characters`);
    if (label.startsWith("-") || label.endsWith("-")) {
      return refused("Domain has a label that starts or ends with a hyphen");
    }
    if (label.startsWith("xn--") && !isALabel(label)) {
      return refused("Domain is not a valid internationalized name");
    }
  }
  if (readsAsNumber(labels.at(-1) ?? "")) return refused("Domain is an IP address");
  return { ok: true, name, labels: labels.length };
}

/** `domainToASCII` lets ASCII pass unread, so a label that claims to be an A-label has to survive the way there and back. */
function isALabel(label: string): boolean {
  const unicode = domainToUnicode(label);
  return unicode !== label && domainToASCII(unicode) === label;
}

/** Where the last label is a number, URL readers (and so `domainToASCII`) take the whole for an IPv4 address. */
function readsAsNumber(label: string): boolean {
  return /^(\d+|0x[0-9a-f]*)$/.test(label);
}

function refused(fault: string): DomainReading {
  return { ok: false, fault };
}
