import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { addressOf, call } from "./call.ts";
import { once } from "./once.ts";

export interface InboxListed {
  readonly id: string;
  readonly region: string;
  readonly message_id: string;
  readonly received_at: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly size_bytes: number;
}

export interface Attachment {
  readonly index: number;
  readonly filename: string | null;
  readonly content_type: string;
  readonly size_bytes: number;
  readonly content_id: string | null;
  readonly inline: boolean;
}

/** Whether a signature holds under the keys that are kept here. */
export interface Signature {
  readonly domain: string;
  readonly selector: string;
  readonly verdict: "valid" | "invalid" | "unchecked";
  readonly fault?: string;
  /** What it does not vouch for although it is valid. */
  readonly caution?: string;
  /** Where the key came from. */
  readonly key?: "kept" | "dns";
}

/** A message taken apart: null where it is too large or too deep for that. */
export interface MessageParts {
  readonly text: string | null;
  readonly html: string | null;
  readonly headers: readonly { readonly name: string; readonly value: string }[] | null;
  readonly attachments: readonly Attachment[] | null;
  readonly source: string | null;
  /** Of a message as it left; there are none before it was signed. */
  readonly signatures?: readonly Signature[];
}

/** A message never changes, but the key of a signature that could not be checked may be had the next time. */
export function partsStaleTime(parts: MessageParts | undefined): number {
  const isUnchecked = parts?.signatures?.some(({ verdict }) => verdict === "unchecked") ?? false;
  return isUnchecked ? 0 : Number.POSITIVE_INFINITY;
}

export type InboxMessage = InboxListed & MessageParts;

export interface InboxFilter {
  readonly to?: string | undefined;
  readonly subject?: string | undefined;
  /** That of the message as it was sent. */
  readonly message_id?: string | undefined;
}

export const inboxKey = ["inbox"] as const;
const path = "/signet/v1/inbox";

export function inboxQuery(filter: InboxFilter = {}) {
  return infiniteQueryOptions({
    queryKey: [...inboxKey, "list", filter],
    queryFn: async ({ signal, pageParam }) =>
      await call<{ readonly messages: readonly InboxListed[]; readonly next_token: string | null }>(
        "GET",
        path,
        {
          query: { ...filter, page_size: 50, next_token: pageParam },
          signal,
        },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_token }) => next_token ?? undefined,
    // What is narrowed does not flicker while one types.
    placeholderData: keepPreviousData,
  });
}

export function inboxMessageQuery(id: string) {
  return queryOptions({
    queryKey: [...inboxKey, "one", id],
    queryFn: async ({ signal }) =>
      await call<InboxMessage>("GET", `${path}/${encodeURIComponent(id)}`, { signal }),
    staleTime: ({ state }) => partsStaleTime(state.data),
  });
}

export async function deleteFromInbox(id: string): Promise<void> {
  await call("DELETE", `${path}/${encodeURIComponent(id)}`);
}

/** Sends it to real addresses; answers the id of the message that this makes. */
export async function release(id: string, to: readonly string[]): Promise<string> {
  const released = `${path}/${encodeURIComponent(id)}/release`;
  const { message_id } = await once(
    { released, to },
    async (idempotencyKey) =>
      await call<{ readonly message_id: string }>("POST", released, { body: { to }, idempotencyKey }),
  );
  return message_id;
}

export async function emptyInbox(): Promise<void> {
  await call("DELETE", path);
}

export function inboxAddress(id: string, part: string, query: Readonly<Record<string, string>> = {}): string {
  return addressOf(`${path}/${encodeURIComponent(id)}/${part}`, query);
}
