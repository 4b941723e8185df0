export type { Contact, ContactList, Preferences, SubscriptionStatus, Topic } from "./contact.ts";
export { statusOf } from "./contact.ts";
export { type ContactRequest, Contacts } from "./contacts.ts";
export { ContactStore } from "./store.ts";
export { Unsubscribe, type UnsubscribeLink } from "./unsubscribe.ts";
