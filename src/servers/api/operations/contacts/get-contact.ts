import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writePreferences } from "./contact-members.ts";

export function getContact({ contacts }: Pick<Services, "contacts">): OperationHandler<"GetContact"> {
  return async ({ ContactListName, EmailAddress }, { owner }) => {
    const { list, contact } = await contacts.get(owner, ContactListName, EmailAddress);
    return {
      ContactListName,
      EmailAddress: contact.address,
      ...writePreferences(list, contact),
      ...(contact.attributes === undefined ? {} : { AttributesData: contact.attributes }),
      CreatedTimestamp: new Date(contact.createdAt),
      LastUpdatedTimestamp: new Date(contact.updatedAt),
    };
  };
}
