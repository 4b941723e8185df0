import { queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";

/** What is known of an address on a DNS blocklist. */
export interface Standing {
  readonly address: string;
  readonly list: string;
  /** Null: nothing was answered yet. */
  readonly verdict: "listed" | "clear" | null;
  readonly listed_at: string | null;
  readonly description: string | null;
  /** Why the last question had no answer. */
  readonly trouble: string | null;
}

interface BlocklistsReport {
  readonly asked: boolean;
  readonly standings: readonly Standing[];
}

export const blocklistsQuery = queryOptions({
  queryKey: ["blocklists"],
  queryFn: async ({ signal }) => await call<BlocklistsReport>("GET", "/signet/v1/blocklists", { signal }),
  staleTime: 60_000,
});
