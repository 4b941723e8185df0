import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readPreferences } from "./contact-members.ts";

export function createContact({ contacts }: Pick<Services, "contacts">): OperationHandler<"CreateContact"> {
  return async (
    { ContactListName, EmailAddress, TopicPreferences, UnsubscribeAll, AttributesData },
    { owner },
  ) => {
    await contacts.create(owner, ContactListName, {
      address: EmailAddress,
      preferences: readPreferences(TopicPreferences),
      unsubscribedFromAll: UnsubscribeAll,
      attributes: AttributesData,
    });
    return {};
  };
}
