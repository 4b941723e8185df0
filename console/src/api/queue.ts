import { queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";

export interface Waiting {
  readonly queued: number;
  /** Those that may be tried now, or are. */
  readonly due: number;
  /** Those that are. */
  readonly trying: number;
  readonly oldest_at: string;
  readonly next_try_at: string | null;
  readonly last_reply: string | null;
  readonly paused: boolean;
}

export interface QueuedDomain extends Waiting {
  readonly domain: string;
  /** Whose servers are its own, where they were looked up. */
  readonly site: string | null;
}

/** The servers of one provider, whatever domains they serve. */
export interface QueuedSite extends Waiting {
  readonly site: string | null;
  readonly domains: number;
  /** Its servers could not be reached: nothing is tried before. */
  readonly resting_until: string | null;
}

/** What can be paused and tried: what is for a domain (`*`: any), or for a provider's servers. */
export type QueuePart = { readonly domain: string } | { readonly site: string };

export type Pause = QueuePart & {
  readonly paused_at: string;
  readonly reason: string;
};

export interface Queue {
  readonly queued: number;
  readonly due: number;
  readonly oldest_at: string | null;
  readonly sites: readonly QueuedSite[];
  readonly domains: readonly QueuedDomain[];
  readonly pauses: readonly Pause[];
  readonly site_pauses: readonly Pause[];
}

export const everyDomain = { domain: "*" } as const;
export const queueKey = ["queue"] as const;

/** With a site, of domains only its own; with an empty one, those whose servers were not looked up. */
export function queueQuery(site: string | undefined) {
  return queryOptions({
    queryKey: [...queueKey, site],
    queryFn: async ({ signal }) =>
      await call<Queue>("GET", "/signet/v1/queue", {
        signal,
        ...(site === undefined ? {} : { query: { site } }),
      }),
  });
}

export async function pausePart({ part, reason }: { part: QueuePart; reason: string }): Promise<void> {
  await call("PUT", pathOf(part), { body: reason === "" ? {} : { reason } });
}

export async function resumePart(part: QueuePart): Promise<void> {
  await call("DELETE", pathOf(part));
}

/** Answers how many are tried now. */
export async function retryPart(part: QueuePart): Promise<number> {
  const { due } = await call<{ readonly due: number }>("POST", "/signet/v1/queue/retry", { body: part });
  return due;
}

export function nameOfPart(part: QueuePart): string {
  if ("site" in part) return part.site;
  return part.domain === everyDomain.domain ? "Every domain" : part.domain;
}

function pathOf(part: QueuePart): string {
  return "site" in part
    ? `/signet/v1/queue/site-pauses/${encodeURIComponent(part.site)}`
    : `/signet/v1/queue/pauses/${encodeURIComponent(part.domain)}`;
}
