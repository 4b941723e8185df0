import type { OlderCodes } from "#servers/api/older-refusal.ts";

/** What v2 puts, the older API makes, changes and deletes. */
export const noTrackingOptions: OlderCodes = { "not-found": "TrackingOptionsDoesNotExistException" };
