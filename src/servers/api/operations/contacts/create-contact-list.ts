import { withResource } from "#servers/api/dialects/resource.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readTags } from "#servers/api/operations/tags/tag-list.ts";
import { readTopics } from "./contact-members.ts";

export function createContactList({
  contactLists,
}: Pick<Services, "contactLists">): OperationHandler<"CreateContactList"> {
  return async ({ ContactListName, Description, Topics, Tags }, { owner }) => {
    const list = await contactLists.create(
      owner,
      { name: ContactListName, description: Description, topics: readTopics(Topics) },
      readTags(Tags),
    );
    return withResource({}, list);
  };
}
