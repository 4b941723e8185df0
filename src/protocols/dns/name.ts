/**
 * Domain names as text: labels joined by dots, the root the empty string. A *normal* name is in lower case and has no
 * dot at the end; what compares or takes apart names here expects normal ones, except where it says otherwise.
 */

/** Octets in a name as text, without the final dot (RFC 1035 §2.3.4: 255 on the wire). */
export const maxNameLength = 253;
/** RFC 1035 §2.3.4. */
export const maxLabelLength = 63;

const beyondAscii = /[^ -~]/;

/** In lower case, without the final dot. Only ASCII letters have case in the DNS (RFC 4343). */
export function normalizeName(text: string): string {
  const name = text.endsWith(".") ? text.slice(0, -1) : text;
  return beyondAscii.test(name)
    ? name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
    : name.toLowerCase();
}

/** Labels from left to right; the root has none. */
export function labelsOf(name: string): string[] {
  return name === "" ? [] : name.split(".");
}

/** Whether two names, normal or not, are one in the DNS. */
export function sameName(a: string, b: string): boolean {
  return a === b || normalizeName(a) === normalizeName(b);
}

/** Whether `name` is `ancestor` itself or lies below it. Every name is below the root. */
export function isAtOrBelow(name: string, ancestor: string): boolean {
  if (ancestor === "" || name === ancestor) return true;
  return name.length > ancestor.length && name.endsWith(ancestor) && name.at(-ancestor.length - 1) === ".";
}

/** The name with its first label taken away; `undefined` for the root. */
export function parentOf(name: string): string | undefined {
  if (name === "") return undefined;
  const dot = name.indexOf(".");
  return dot === -1 ? "" : name.slice(dot + 1);
}

/** The name itself, its parent, and so on up to `top` (inclusive); up to the root when `top` is not above it. */
export function selfAndAncestors(name: string, top = ""): string[] {
  const names: string[] = [];
  for (let at: string | undefined = name; at !== undefined; at = parentOf(at)) {
    names.push(at);
    if (at === top) break;
  }
  return names;
}

const label = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/i;
const hostLabel = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;

/** Letters, digits, hyphens and underscores (`_domainkey`), within the lengths of RFC 1035 §2.3.4. Not the root. */
export function isDomainName(name: string): boolean {
  return hasLabels(name, label);
}

/** A domain name that may name a host: no underscore (RFC 952, RFC 1123 §2.1). */
export function isHostName(name: string): boolean {
  return hasLabels(name, hostLabel);
}

function hasLabels(name: string, pattern: RegExp): boolean {
  if (name === "" || name.length > maxNameLength) return false;
  return name.split(".").every((part) => part.length <= maxLabelLength && pattern.test(part));
}
