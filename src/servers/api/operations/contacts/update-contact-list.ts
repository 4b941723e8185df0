import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readTopics } from "./contact-members.ts";

export function updateContactList({
  contacts,
}: Pick<Services, "contacts">): OperationHandler<"UpdateContactList"> {
  return async ({ ContactListName, Description, Topics }, { owner }) => {
    await contacts.updateList(owner, {
      name: ContactListName,
      description: Description,
      topics: readTopics(Topics),
    });
    return {};
  };
}
