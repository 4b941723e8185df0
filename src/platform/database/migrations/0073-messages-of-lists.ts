import type { Migration } from "./migration.ts";

/** Which contact list, and which topic of it, a message was for: who has left since is not to get it again. */
export const messagesOfLists: Migration = {
  name: "0073-messages-of-lists",
  statements: () => [
    "alter table messages add column contact_list text",
    "alter table messages add column list_topic text",
  ],
};
