import { queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";

export type Health = "ok" | "warning" | "failed" | "unknown" | "not-asked";

export interface Examination {
  readonly name: string;
  readonly status: Health;
  readonly seen: string;
  /** Empty where there is nothing to do. */
  readonly advice: string;
  readonly took_ms: number;
}

export interface DoctorReport {
  readonly status: Health;
  readonly checks: readonly Examination[];
}

export const doctorKey = ["doctor"] as const;

export const doctorQuery = queryOptions({
  queryKey: doctorKey,
  queryFn: async ({ signal }) => await call<DoctorReport>("GET", "/signet/v1/doctor", { signal }),
  staleTime: 60_000,
});
