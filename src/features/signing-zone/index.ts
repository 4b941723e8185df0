export type { DkimTokens, PublishedKey } from "./key-records.ts";
export { SigningZone, type SigningZoneOptions, type ZoneFileKey } from "./signing-zone.ts";
