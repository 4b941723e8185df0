export { type Contact, type ContactList, type Preferences, saidOf, type Topic } from "./contact.ts";

export { ContactLists } from "./contact-lists.ts";
export { Contacts } from "./contacts.ts";
export { ContactListStore } from "./list-store.ts";
export { ContactStore } from "./store.ts";
export { Unsubscribe, type UnsubscribeLink } from "./unsubscribe.ts";
