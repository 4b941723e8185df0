import type { ContactList } from "#features/contacts/index.ts";
import { readPage } from "#platform/paging.ts";
import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

/** There is one at most. */
export function listContactLists({
  contactLists,
}: Pick<Services, "contactLists">): OperationHandler<"ListContactLists"> {
  return async ({ PageSize, NextToken }, { owner }) => {
    const { items, nextToken } = await readPage<ContactList>(
      { size: PageSize, token: NextToken },
      {
        name: "contact-lists",
        positionOf: ({ name }) => name,
        read: async ({ after = "" }) => {
          const list = await contactLists.find(owner);
          return list === undefined || list.name <= after ? [] : [list];
        },
      },
    );
    return {
      ContactLists: items.map(({ name, updatedAt }) => ({
        ContactListName: name,
        LastUpdatedTimestamp: new Date(updatedAt),
      })),
      NextToken: nextToken,
    };
  };
}
