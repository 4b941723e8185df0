import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";

/** Messages, and how many of them DMARC holds for the domain's. */
interface Counts {
  readonly messages: number;
  readonly passed: number;
}

/** Who sends in a domain's name, as receivers that prove who they are report it. */
export interface DmarcSummary extends Counts {
  /** What belongs into the domain's record. */
  readonly address: string;
  readonly from: string;
  readonly to: string;
  readonly days: readonly (Counts & { readonly day: string })[];
  readonly reporters: readonly DmarcReporter[];
  readonly sources: readonly DmarcSource[];
}

export interface DmarcReporter extends Counts {
  readonly domain: string;
  readonly organization: string;
  readonly reports: number;
}

export interface DmarcSource extends Counts {
  /** null: several others, summed up. */
  readonly address: string | null;
  /** The envelope's sender vouches for the domain. */
  readonly spf: number;
  /** Signed with a key of this installation. */
  readonly ours: number;
  readonly quarantined: number;
  readonly rejected: number;
  readonly envelope_from: string | null;
  readonly signed_by: string | null;
}

export interface DmarcReport extends Counts {
  readonly id: string;
  readonly domain: string;
  readonly reporter: string | null;
  readonly proven: boolean;
  readonly begins_at: string;
  readonly received_at: string;
}

interface ReportPage {
  readonly reports: readonly DmarcReport[];
  readonly next_token: string | null;
}

const days = 30;

export function dmarcSummaryQuery(name: string) {
  return queryOptions({
    queryKey: ["dmarc-reports", name, "summary"],
    queryFn: async ({ signal }) => await call<DmarcSummary>("GET", path(name), { query: { days }, signal }),
  });
}

/** All that came, the latest first. */
export function dmarcReportsQuery(name: string) {
  return infiniteQueryOptions({
    queryKey: ["dmarc-reports", name, "list"],
    queryFn: async ({ signal, pageParam }) =>
      await call<ReportPage>("GET", `${path(name)}/reports`, {
        query: { page_size: 20, next_token: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_token }) => next_token ?? undefined,
  });
}

function path(name: string): string {
  return `/signet/v1/identities/${encodeURIComponent(name)}/dmarc`;
}
