import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { readPreferences } from "./contact-members.ts";

export function updateContact({ contacts }: Pick<Services, "contacts">): OperationHandler<"UpdateContact"> {
  return async (
    { ContactListName, EmailAddress, TopicPreferences, UnsubscribeAll, AttributesData },
    { owner },
  ) => {
    await contacts.update(owner, ContactListName, {
      address: EmailAddress,
      preferences: readPreferences(TopicPreferences),
      unsubscribedFromAll: UnsubscribeAll,
      attributes: AttributesData,
    });
    return {};
  };
}
