/** How many of a kind an account has in a region: a limit that costs one row instead of a count. */
export interface ResourceCountsTable {
  account: string;
  region: string;
  kind: "identity" | "configuration-set" | "template" | "multi-region-endpoint";
  n: number;
}
