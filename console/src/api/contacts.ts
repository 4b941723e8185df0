import type {
  GetContactListResponse,
  ListContactListsResponse,
  Topic as SesTopic,
  TopicPreference,
} from "@aws-sdk/client-sesv2";
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { toAscii } from "#console/names/in-letters.ts";
import { call } from "./call.ts";
import type { Plain, Resource } from "./plain.ts";

export type ContactList = Plain<GetContactListResponse> & Resource;
export type ContactTopic = Plain<SesTopic>;
export type Preference = Plain<TopicPreference>;
export type SubscriptionStatus = "OPT_IN" | "OPT_OUT";

export interface Contact {
  readonly address: string;
  readonly unsubscribed_from_all: boolean;
  readonly topics: readonly {
    readonly name: string;
    readonly status: SubscriptionStatus;
    /** It has not said so itself. */
    readonly by_default: boolean;
  }[];
}

export const contactFilterNames = ["address", "topic", "status"] as const;
export type ContactFilter = { readonly [Name in (typeof contactFilterNames)[number]]?: string | undefined };

export const contactsKey = ["contacts"] as const;
const path = "/v2/email/contact-lists";

/** The one list that an account has in a region; null while there is none. */
export const contactListQuery = queryOptions({
  queryKey: [...contactsKey, "list"],
  queryFn: async ({ signal }): Promise<ContactList | null> => {
    const { ContactLists = [] } = await call<Plain<ListContactListsResponse>>("GET", path, { signal });
    const name = ContactLists[0]?.ContactListName;
    return name === undefined ? null : await call<ContactList>("GET", listPath(name), { signal });
  },
});

export function contactsQuery(list: string, filter: ContactFilter) {
  const { address } = filter;
  return infiniteQueryOptions({
    queryKey: [...contactsKey, "of", list, filter],
    queryFn: async ({ signal, pageParam }) =>
      await call<{ readonly contacts: readonly Contact[]; readonly next_token: string | null }>(
        "GET",
        `/signet/v1/contact-lists/${encodeURIComponent(list)}/contacts`,
        {
          query: { ...filter, address: address && toAscii(address), page_size: 100, next_token: pageParam },
          signal,
        },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_token }) => next_token ?? undefined,
    // What is narrowed does not flicker while one types.
    placeholderData: keepPreviousData,
  });
}

export async function createContactList(ContactListName: string): Promise<void> {
  await call("POST", path, { body: { ContactListName } });
}

export async function deleteContactList(name: string): Promise<void> {
  await call("DELETE", listPath(name));
}

export async function putTopics(
  { ContactListName = "", Description }: ContactList,
  Topics: readonly ContactTopic[],
): Promise<void> {
  await call("PUT", listPath(ContactListName), { body: { Description, Topics } });
}

/** A contact as it is edited: what it has not said is as its topics are by default. */
export interface ContactDraft {
  readonly address: string;
  readonly unsubscribedFromAll: boolean;
  readonly preferences: readonly Preference[];
  readonly isNew: boolean;
}

export async function putContact(list: string, draft: ContactDraft): Promise<void> {
  const members = { TopicPreferences: draft.preferences, UnsubscribeAll: draft.unsubscribedFromAll };
  if (draft.isNew) {
    await call("POST", `${listPath(list)}/contacts`, { body: { EmailAddress: draft.address, ...members } });
  } else {
    await call("PUT", contactPath(list, draft.address), { body: members });
  }
}

export async function deleteContact(list: string, address: string): Promise<void> {
  await call("DELETE", contactPath(list, address));
}

function listPath(name: string): string {
  return `${path}/${encodeURIComponent(name)}`;
}

function contactPath(list: string, address: string): string {
  return `${listPath(list)}/contacts/${encodeURIComponent(address)}`;
}
