export { type Contact, type ContactList, type Preferences, saidOf, type Topic } from "./contact.ts";

export { Contacts } from "./contacts.ts";
export { ContactStore } from "./store.ts";
export { Unsubscribe, type UnsubscribeLink } from "./unsubscribe.ts";
