export type { DkimTokens, PublishedKey } from "./key-records.ts";
export { type CertificateProofs, SigningZone, type ZoneFileKey } from "./signing-zone.ts";
