import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readTopics } from "./contact-members.ts";

export function updateContactList({
  contactLists,
}: Pick<Services, "contactLists">): OperationHandler<"UpdateContactList"> {
  return async ({ ContactListName, Description, Topics }, { owner }) => {
    await contactLists.update(owner, {
      name: ContactListName,
      description: Description,
      topics: readTopics(Topics),
    });
    return {};
  };
}
