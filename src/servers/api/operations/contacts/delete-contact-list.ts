import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function deleteContactList({
  contactLists,
}: Pick<Services, "contactLists">): OperationHandler<"DeleteContactList"> {
  return async ({ ContactListName }, { owner }) => {
    await contactLists.remove(owner, ContactListName);
    return {};
  };
}
