import { readAddress } from "#protocols/address/address.ts";

/** Where a domain wants its reports (RFC 8460 §3). */
export type ReportPlace =
  | { readonly by: "mail"; readonly address: string }
  | { readonly by: "https"; readonly url: string };

/** A stranger's: a domain has one or two. */
const longestRecord = 4_096;
const longestUrl = 2_000;
const mostPlaces = 4;

/**
 * What the TXT records at `_smtp._tls` of a domain say; none: nobody asks for reports. Of several records it is as if there were none. Places
 * of a kind that the RFC does not know are left out.
 */
export function readReportPlaces(texts: readonly string[]): readonly ReportPlace[] {
  const records = texts.filter((text) => /^v=TLSRPTv1[ \t]*;/.test(text));
  const [record, ...others] = records;
  if (record === undefined || others.length > 0 || record.length > longestRecord) return [];
  const fields = record.split(";").map((field) => field.trim());
  const rua = fields.find((field) => field.startsWith("rua="))?.slice("rua=".length) ?? "";
  const places = new Map<string, ReportPlace>();
  for (const uri of rua.split(",").map((text) => text.trim())) {
    const place = readPlace(uri);
    if (place !== undefined && places.size < mostPlaces) places.set(nameOfPlace(place), place);
  }
  return [...places.values()];
}

/** One of a domain's places, in the form that it is known by. */
export function nameOfPlace(place: ReportPlace): string {
  return place.by === "mail" ? `mailto:${place.address}` : place.url;
}

function readPlace(uri: string): ReportPlace | undefined {
  // RFC 8460 §3 has it escaped. As it is it begins a size, as in DMARC, which a URL would have as a part of its host.
  if (uri.includes("!")) return undefined;
  return /^mailto:/i.test(uri) ? readMailto(uri) : readHttps(uri);
}

/** RFC 6068, of which one address is of use: a header that the domain would have us write is not. */
function readMailto(uri: string): ReportPlace | undefined {
  const [written = ""] = uri.slice("mailto:".length).split("?");
  const address = unescaped(written);
  const reading = address === undefined ? undefined : readAddress(address);
  if (reading?.ok !== true) return undefined;
  const { localPart, domain } = reading.address;
  return { by: "mail", address: `${localPart}@${domain}` };
}

function readHttps(uri: string): ReportPlace | undefined {
  const url = uri.length > longestUrl ? null : URL.parse(uri);
  if (url?.protocol !== "https:" || url.username !== "" || url.password !== "") return undefined;
  url.hash = "";
  return { by: "https", url: url.href };
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
