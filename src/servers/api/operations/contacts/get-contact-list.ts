import { withResource } from "#servers/api/dialects/resource.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writeTags } from "#servers/api/operations/tags/tag-list.ts";
import { writeTopics } from "./contact-members.ts";

export function getContactList({
  contactLists,
}: Pick<Services, "contactLists">): OperationHandler<"GetContactList"> {
  return async ({ ContactListName }, { owner }) => {
    const list = await contactLists.get(owner, ContactListName);
    const output = {
      ContactListName: list.name,
      Topics: writeTopics(list),
      ...(list.description === undefined ? {} : { Description: list.description }),
      CreatedTimestamp: new Date(list.createdAt),
      LastUpdatedTimestamp: new Date(list.updatedAt),
      Tags: writeTags(list.tags),
    };
    return withResource(output, list);
  };
}
