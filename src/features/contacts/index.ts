export type { Contact, ContactList, Preferences, Topic } from "./contact.ts";

export { Contacts } from "./contacts.ts";
export { ContactStore } from "./store.ts";
export { Unsubscribe, type UnsubscribeLink } from "./unsubscribe.ts";
