import { queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";

export interface QueuedDomain {
  readonly domain: string;
  readonly queued: number;
  /** Those that may be tried now, or are. */
  readonly due: number;
  readonly oldest_at: string;
  readonly next_try_at: string | null;
  readonly last_reply: string | null;
  readonly paused: boolean;
}

export interface Pause {
  /** `*` is every domain. */
  readonly domain: string;
  readonly paused_at: string;
  readonly reason: string | null;
}

export interface Queue {
  readonly queued: number;
  readonly due: number;
  readonly oldest_at: string | null;
  readonly domains: readonly QueuedDomain[];
  readonly pauses: readonly Pause[];
}

export const everyDomain = "*";
export const queueKey = ["queue"] as const;

export const queueQuery = queryOptions({
  queryKey: queueKey,
  queryFn: async ({ signal }) => await call<Queue>("GET", "/signet/v1/queue", { signal }),
});

export async function pauseDomain({ domain, reason }: { domain: string; reason: string }): Promise<void> {
  await call("PUT", pathOf(domain), { body: reason === "" ? {} : { reason } });
}

export async function resumeDomain(domain: string): Promise<void> {
  await call("DELETE", pathOf(domain));
}

/** Answers how many are tried now. */
export async function retryDomain(domain: string): Promise<number> {
  const { due } = await call<{ readonly due: number }>("POST", "/signet/v1/queue/retry", {
    body: { domain },
  });
  return due;
}

function pathOf(domain: string): string {
  return `/signet/v1/queue/pauses/${encodeURIComponent(domain)}`;
}
