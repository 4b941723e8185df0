import type { OperationHandler } from "#servers/api/handler.ts";
import type { Services } from "#servers/api/operations/services.ts";
import { writePreferences } from "./contact-members.ts";

const topicName = "Filter.TopicFilter.TopicName";

export function listContacts({ contacts }: Pick<Services, "contacts">): OperationHandler<"ListContacts"> {
  return async ({ ContactListName, Filter, PageSize, NextToken }, { owner }) => {
    const { TopicName, UseDefaultIfPreferenceUnavailable = false } = Filter?.TopicFilter ?? {};
    const { list, page } = await contacts.list(owner, ContactListName, {
      status: Filter?.FilteredStatus,
      topic:
        TopicName === undefined
          ? undefined
          : { name: TopicName, useDefault: UseDefaultIfPreferenceUnavailable, called: topicName },
      page: { size: PageSize, token: NextToken },
    });
    return {
      Contacts: page.items.map((contact) => ({
        EmailAddress: contact.address,
        ...writePreferences(list, contact),
        LastUpdatedTimestamp: new Date(contact.updatedAt),
      })),
      ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
    };
  };
}
