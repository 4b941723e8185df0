import type { Migration } from "./migration.ts";

/** 1: an address is not to be signed for, whatever its domain says. */
export const addressesWithoutDkim: Migration = {
  name: "0084-addresses-without-dkim",
  statements: () => ["alter table identities add column dkim_opted_out integer"],
};
