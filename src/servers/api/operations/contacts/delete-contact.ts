import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";

export function deleteContact({ contacts }: Pick<Services, "contacts">): OperationHandler<"DeleteContact"> {
  return async ({ ContactListName, EmailAddress }, { owner }) => {
    await contacts.remove(owner, ContactListName, EmailAddress);
    return {};
  };
}
