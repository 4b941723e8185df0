import { withResource } from "#servers/api/dialects/resource.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readTags } from "#servers/api/operations/tags/tag-list.ts";
import { readTopics } from "./contact-members.ts";

export function createContactList({
  contacts,
}: Pick<Services, "contacts">): OperationHandler<"CreateContactList"> {
  return async ({ ContactListName, Description, Topics, Tags }, { owner }) => {
    const list = await contacts.createList(
      owner,
      { name: ContactListName, description: Description, topics: readTopics(Topics) },
      readTags(Tags),
    );
    return withResource({}, list);
  };
}
