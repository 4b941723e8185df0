export type { DkimTokens, PublishedKey } from "./key-records.ts";
export { SigningZone, type ZoneFileKey } from "./signing-zone.ts";
