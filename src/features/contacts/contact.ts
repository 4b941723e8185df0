import type { Owner } from "#platform/owner.ts";

export type SubscriptionStatus = "OPT_IN" | "OPT_OUT";

export interface Topic {
  readonly name: string;
  readonly displayName: string;
  readonly description: string | undefined;
  /** What holds for contacts that said nothing. */
  readonly byDefault: SubscriptionStatus;
}

export interface ContactList {
  readonly owner: Owner;
  readonly id: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly topics: readonly Topic[];
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** By topic. */
export type Preferences = Readonly<Record<string, SubscriptionStatus>>;

export interface Contact {
  readonly address: string;
  readonly preferences: Preferences;
  readonly unsubscribedFromAll: boolean;
  readonly attributes: string | undefined;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/**
 * What several entries of one person say together: who left under one spelling of an address has left under all. There are several only
 * where two that were added at the same moment spell it differently, on PostgreSQL.
 */
export function together(entries: readonly Contact[]): Contact | undefined {
  const [first, ...others] = entries.toSorted((one, other) => one.createdAt - other.createdAt);
  return first && others.reduce(joined, first);
}

function joined(one: Contact, other: Contact): Contact {
  const left = [one, other].flatMap(({ preferences }) =>
    Object.entries(preferences).filter(([, said]) => said === "OPT_OUT"),
  );
  const newer = one.updatedAt > other.updatedAt ? one : other;
  return {
    address: one.address,
    preferences: { ...one.preferences, ...other.preferences, ...Object.fromEntries(left) },
    unsubscribedFromAll: one.unsubscribedFromAll || other.unsubscribedFromAll,
    attributes: newer.attributes ?? one.attributes ?? other.attributes,
    createdAt: one.createdAt,
    updatedAt: newer.updatedAt,
  };
}

/** Whether a contact wants mail of a topic, or any mail at all where no topic is meant. */
export function wants(list: ContactList, contact: Contact | undefined, topic: string | undefined): boolean {
  if (contact?.unsubscribedFromAll === true) return false;
  return topic === undefined || statusOf(list, contact, topic) === "OPT_IN";
}

export function statusOf(
  list: ContactList,
  contact: Pick<Contact, "preferences"> | undefined,
  topic: string,
): SubscriptionStatus {
  const said = contact && saidOf(contact, topic);
  return said ?? list.topics.find(({ name }) => name === topic)?.byDefault ?? "OPT_OUT";
}

/** Undefined where it said nothing of it. A topic may be called `constructor`, as what every object has. */
export function saidOf(
  { preferences }: Pick<Contact, "preferences">,
  topic: string,
): SubscriptionStatus | undefined {
  return Object.hasOwn(preferences, topic) ? preferences[topic] : undefined;
}

/** What a contact says that it wants; what is not said stays. */
export interface Choice {
  readonly preferences: Preferences;
  readonly unsubscribedFromAll: boolean | undefined;
}

/** Whether a contact has said all of that before, in so many words. */
export function hasSaid(
  contact: Contact,
  { preferences, unsubscribedFromAll = contact.unsubscribedFromAll }: Choice,
): boolean {
  return (
    contact.unsubscribedFromAll === unsubscribedFromAll &&
    Object.entries(preferences).every(([topic, status]) => contact.preferences[topic] === status)
  );
}
