import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

/** There is one at most. */
export function listContactLists({
  contacts,
}: Pick<Services, "contacts">): OperationHandler<"ListContactLists"> {
  return async (_input, { owner }) => {
    const list = await contacts.findList(owner);
    return {
      ContactLists:
        list === undefined
          ? []
          : [{ ContactListName: list.name, LastUpdatedTimestamp: new Date(list.updatedAt) }],
    };
  };
}
