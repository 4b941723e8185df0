import { queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";

export interface Counts {
  readonly sends: number;
  readonly deliveries: number;
  readonly bounces: number;
  readonly complaints: number;
  readonly rejects: number;
  readonly opens: number;
  readonly clicks: number;
  readonly delays: number;
}

export interface Overview {
  readonly from: string;
  readonly to: string;
  readonly step: "hour" | "day";
  readonly totals: Counts;
  /** Null where there was nothing to be a part of. */
  readonly rates: Readonly<Record<"delivery" | "bounce" | "complaint" | "open" | "click", number | null>>;
  readonly series: readonly (Counts & { readonly at: string })[];
}

export const overviewKey = ["overview"] as const;

export function overviewQuery(days: number) {
  return queryOptions({
    queryKey: [...overviewKey, days],
    queryFn: async ({ signal }) => {
      const from = new Date(Date.now() - days * 86_400_000).toISOString();
      return await call<Overview>("GET", "/signet/v1/overview", { query: { from }, signal });
    },
  });
}
