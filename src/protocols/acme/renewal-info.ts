import { X509Certificate } from "node:crypto";
import { fieldsOf } from "#protocols/x509/certificate-fields.ts";
import { elementsOf, objectIdentifier } from "#protocols/x509/der.ts";
import { type Ask, openDocument } from "./answer.ts";
import { readDirectory } from "./resources.ts";

/** When an authority would have a certificate renewed (ACME Renewal Information, RFC 9773 §4.2). */
export interface RenewalWindow {
  readonly start: number;
  readonly end: number;
}

const authorityKey = objectIdentifier("2.5.29.35");
const keyIdentifierTag = 0x80;

/** Undefined where the authority does not say, or does not know the certificate by a name that it has. @throws AcmeFailure */
export async function renewalWindow(
  certificate: string,
  parts: { readonly directory: string; readonly ask: Ask; readonly now: () => number },
): Promise<RenewalWindow | undefined> {
  const name = renewalName(certificate);
  if (name === undefined) return undefined;
  const { renewalInfo } = readDirectory(await openDocument(parts.directory, parts));
  if (renewalInfo === undefined) return undefined;
  return readWindow(await openDocument(`${renewalInfo.replace(/\/$/, "")}/${name}`, parts));
}

/** RFC 9773 §4.1: who signed it and its serial number. Of several certificates in PEM it is the first one's. */
export function renewalName(certificate: string): string | undefined {
  const { serialNumber, extensions } = fieldsOf(new X509Certificate(certificate).raw);
  const found = extensions.map(elementsOf).find(([type]) => type?.equals(authorityKey));
  const [value] = elementsOf(found?.at(-1) ?? Buffer.of(4, 0));
  const key = value && elementsOf(value).find(([tag]) => tag === keyIdentifierTag);
  // Both are short: a tag, one octet that says how long, and the rest.
  return key && [key, serialNumber].map((element) => element.subarray(2).toString("base64url")).join(".");
}

function readWindow(document: unknown): RenewalWindow | undefined {
  const { suggestedWindow } = (document ?? {}) as {
    readonly suggestedWindow?: Record<string, unknown> | null;
  };
  const [start, end] = ["start", "end"].map((edge) => Date.parse(String(suggestedWindow?.[edge])));
  if (start === undefined || end === undefined) return undefined;
  return Number.isFinite(start) && Number.isFinite(end) && end > start ? { start, end } : undefined;
}
