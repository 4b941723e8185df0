import type {
  GetContactListResponse,
  GetContactResponse,
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

export async function addTopic(list: string, topic: ContactTopic): Promise<void> {
  await changeTopics(list, (topics) => [...topics, topic]);
}

export async function removeTopic(list: string, name: string): Promise<void> {
  await changeTopics(list, (topics) => topics.filter(({ TopicName }) => TopicName !== name));
}

/** They can only be put as a whole: beside the others as they are now. */
async function changeTopics(
  list: string,
  change: (topics: readonly ContactTopic[]) => readonly ContactTopic[],
): Promise<void> {
  const { Description, Topics = [] } = await call<ContactList>("GET", listPath(list));
  await call("PUT", listPath(list), { body: { Description, Topics: change(Topics) } });
}

/** A contact as it is edited: what it has not said is as its topics are by default. */
export interface ContactDraft {
  readonly address: string;
  readonly unsubscribedFromAll: boolean;
  readonly preferences: readonly Preference[];
  readonly isNew: boolean;
}

/** One who is there already; of one who is to be added, what was given. */
export function contactQuery(list: string, given: ContactDraft) {
  const { address, isNew } = given;
  return queryOptions({
    queryKey: [...contactsKey, "one", list, address],
    queryFn: async ({ signal }): Promise<ContactDraft> => {
      if (isNew) return given;
      const { TopicPreferences = [], UnsubscribeAll = false } = await call<Plain<GetContactResponse>>(
        "GET",
        contactPath(list, address),
        { signal },
      );
      return { address, isNew, unsubscribedFromAll: UnsubscribeAll, preferences: inOrder(TopicPreferences) };
    },
    initialData: given,
  });
}

export function draftOf({ address, topics, unsubscribed_from_all }: Contact): ContactDraft {
  const said = topics.filter(({ by_default }) => !by_default);
  const preferences = said.map(({ name, status }) => ({ TopicName: name, SubscriptionStatus: status }));
  return {
    address,
    isNew: false,
    unsubscribedFromAll: unsubscribed_from_all,
    preferences: inOrder(preferences),
  };
}

export function withPreference(
  draft: ContactDraft,
  TopicName: string,
  status: SubscriptionStatus | "default",
): Pick<ContactDraft, "preferences"> {
  const others = draft.preferences.filter((one) => one.TopicName !== TopicName);
  const preferences = status === "default" ? others : [...others, { TopicName, SubscriptionStatus: status }];
  return { preferences: inOrder(preferences) };
}

function inOrder(preferences: readonly Preference[]): readonly Preference[] {
  const plain = preferences.map(({ TopicName, SubscriptionStatus }) => ({ TopicName, SubscriptionStatus }));
  return plain.toSorted((one, other) => (one.TopicName ?? "").localeCompare(other.TopicName ?? ""));
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
