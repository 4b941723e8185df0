import {
  type Contact,
  type ContactList,
  type Preferences,
  saidOf,
  type Topic,
} from "#features/contacts/index.ts";
import type { Input, Output } from "#servers/api/wire/index.ts";

type WireTopics = Input<"CreateContactList">["Topics"];
type WirePreferences = Input<"CreateContact">["TopicPreferences"];
type ShownPreferences = NonNullable<Output<"GetContact">["TopicPreferences"]>;

export function readTopics(topics: WireTopics): Topic[] {
  return (topics ?? []).map(({ TopicName, DisplayName, Description, DefaultSubscriptionStatus }) => ({
    name: TopicName,
    displayName: DisplayName,
    description: Description,
    byDefault: DefaultSubscriptionStatus,
  }));
}

export function writeTopics(list: ContactList): NonNullable<Output<"GetContactList">["Topics"]> {
  return list.topics.map(({ name, displayName, description, byDefault }) => ({
    TopicName: name,
    DisplayName: displayName,
    DefaultSubscriptionStatus: byDefault,
    ...(description === undefined ? {} : { Description: description }),
  }));
}

export function readPreferences(preferences: WirePreferences): Preferences {
  return Object.fromEntries(
    (preferences ?? []).map(({ TopicName, SubscriptionStatus }) => [TopicName, SubscriptionStatus]),
  );
}

/** What a contact said, and what holds where it said nothing. */
export function writePreferences(list: ContactList, contact: Contact) {
  const said: ShownPreferences = list.topics.flatMap(({ name: TopicName }) => {
    const SubscriptionStatus = saidOf(contact, TopicName);
    return SubscriptionStatus === undefined ? [] : [{ TopicName, SubscriptionStatus }];
  });
  const unsaid: ShownPreferences = list.topics
    .filter(({ name }) => saidOf(contact, name) === undefined)
    .map(({ name, byDefault }) => ({ TopicName: name, SubscriptionStatus: byDefault }));
  return {
    TopicPreferences: said,
    TopicDefaultPreferences: unsaid,
    UnsubscribeAll: contact.unsubscribedFromAll,
  };
}
