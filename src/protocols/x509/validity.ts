import type { X509Certificate } from "node:crypto";

export interface Validity {
  readonly notBefore: number;
  readonly notAfter: number;
}

/**
 * From when and until when a certificate is valid (RFC 5280 §4.1.2.5), in milliseconds since 1970; NaN where it does not say so. Node's
 * `validFromDate` and `validToDate` are then whatever was in memory; its texts say "Bad time value".
 */
export function validityOf({ validFrom, validTo }: X509Certificate): Validity {
  return { notBefore: Date.parse(validFrom), notAfter: Date.parse(validTo) };
}
