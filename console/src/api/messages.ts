import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { toAscii } from "#console/names/in-letters.ts";
import { addressOf, type CallOptions, call } from "./call.ts";
import { type MessageParts, partsStaleTime } from "./inbox.ts";
import { once } from "./once.ts";
import type { Resource } from "./plain.ts";

export type DeliveryState = "queued" | "delivered" | "failed" | "uncertain";

export interface SentListed {
  readonly id: string;
  readonly created_at: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject?: string;
  readonly state: DeliveryState | null;
  readonly last_event: string | null;
  readonly configuration_set?: string;
}

export interface SentMessage extends Resource {
  readonly configuration_set: string | null;
  readonly tenant: string | null;
  readonly envelope_from: string;
  readonly signed_by: string | null;
  readonly size_bytes: number;
  readonly mail: {
    readonly source: string;
    readonly destination: readonly string[];
    readonly commonHeaders: { readonly from: readonly string[]; readonly subject?: string };
    readonly tags?: Readonly<Record<string, readonly string[]>>;
  };
  readonly events: readonly MessageEvent[];
  readonly deliveries: readonly Delivery[];
}

/** Whether it holds the link that proves an address: nobody is shown that but who gets it. */
export function provesAddress({ mail }: SentMessage): boolean {
  return mail.tags?.["ses:operation"]?.includes("SendCustomVerificationEmail") ?? false;
}

export interface MessageEvent {
  readonly type: string;
  readonly at: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What goes to one domain. */
export interface Delivery {
  readonly domain: string;
  readonly recipients: readonly string[];
  readonly state: DeliveryState;
  readonly next_try_at?: string;
  readonly tried_until?: string;
  readonly last_reply?: string;
  readonly attempts: readonly Attempt[];
}

export interface Attempt {
  readonly started_at: string;
  readonly ended_at: string;
  readonly outcome: "delivered" | "deferred" | "refused" | "uncertain" | "mixed";
  readonly recipients?: readonly {
    readonly recipient: string;
    readonly outcome: string;
    readonly reply?: string;
    readonly smtp_reply?: string;
  }[];
  readonly peer?: string;
  readonly remote_ip?: string;
  readonly outgoing_ip?: string;
  readonly tls?: {
    readonly level: "none" | "encrypted" | "authenticated";
    readonly protocol?: string;
    readonly cipher?: string;
    readonly certificate_fault?: string;
  };
  readonly conversation?: readonly {
    readonly at: string;
    readonly by: "client" | "server" | "connection";
    readonly text: string;
  }[];
}

/** Beside what the service takes: `within` so many hours. */
export const messageFilterNames = [
  "to",
  "from",
  "subject",
  "id",
  "tag",
  "state",
  "event",
  "within",
  "configuration_set",
  "tenant",
] as const;
export type MessageFilter = { readonly [Name in (typeof messageFilterNames)[number]]?: string };

export const messagesKey = ["messages"] as const;
const path = "/signet/v1/messages";

interface MessagePage {
  readonly messages: readonly SentListed[];
  readonly next_token?: string;
}

export function messagesQuery(filter: MessageFilter = {}) {
  return infiniteQueryOptions({
    queryKey: [...messagesKey, "list", filter],
    queryFn: async ({ signal, pageParam }) =>
      await call<MessagePage>("GET", path, {
        query: { ...asked(filter), page_size: 50, next_token: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_token }) => next_token,
    // What is narrowed does not flicker while one types.
    placeholderData: keepPreviousData,
  });
}

/** The last few that match, where the list is elsewhere. */
export function fewMessagesQuery(filter: MessageFilter, atMost: number) {
  return queryOptions({
    queryKey: [...messagesKey, "few", filter, atMost],
    queryFn: async ({ signal }) =>
      await call<MessagePage>("GET", path, { query: { ...asked(filter), page_size: atMost }, signal }),
  });
}

function asked({ within, ...given }: MessageFilter): NonNullable<CallOptions["query"]> {
  const { to, from } = given;
  const filter = { ...given, to: to && toAscii(to), from: from && toAscii(from) };
  const hours = Number(within);
  if (within === undefined || !Number.isFinite(hours)) return filter;
  return { ...filter, since: new Date(Date.now() - hours * 3_600_000).toISOString() };
}

export function messageQuery(id: string) {
  return queryOptions({
    queryKey: [...messagesKey, "one", id, "fate"],
    queryFn: async ({ signal }) => await call<SentMessage>("GET", pathOf(id), { signal }),
  });
}

export function messageContentQuery(id: string) {
  return queryOptions({
    queryKey: [...messagesKey, "one", id, "content"],
    queryFn: async ({ signal }) => await call<MessageParts>("GET", `${pathOf(id)}/content`, { signal }),
    staleTime: ({ state }) => partsStaleTime(state.data),
  });
}

/** The same content again, as a new message; answers its id. */
export async function resend(id: string, recipients: readonly string[]): Promise<string> {
  const { message_id } = await once(
    { resent: id, recipients },
    async (idempotencyKey) =>
      await call<{ readonly message_id: string }>("POST", `${pathOf(id)}/resend`, {
        body: { recipients },
        idempotencyKey,
      }),
  );
  return message_id;
}

export function messageAddress(
  id: string,
  part: string,
  query: Readonly<Record<string, string>> = {},
): string {
  return addressOf(`${pathOf(id)}/${part}`, query);
}

function pathOf(id: string): string {
  return `${path}/${encodeURIComponent(id)}`;
}
