import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function deleteContactList({
  contacts,
}: Pick<Services, "contacts">): OperationHandler<"DeleteContactList"> {
  return async ({ ContactListName }, { owner }) => {
    await contacts.removeList(owner, ContactListName);
    return {};
  };
}
