import { Button, Group, Select } from "@mantine/core";
import { PersonIcon } from "@radix-ui/react-icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import {
  type Contact,
  type ContactDraft,
  type ContactList,
  contactsKey,
  contactsQuery,
  deleteContact,
} from "#console/api/contacts.ts";
import { Card } from "#console/elements/card.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Entries, Entry } from "#console/elements/entries.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { MoreButton } from "#console/elements/more-button.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { useChange } from "#console/elements/use-change.ts";

interface ContactsProps {
  readonly list: ContactList;
  readonly onEdit: (contact: ContactDraft) => void;
}

export function Contacts({ list, onEdit }: ContactsProps): ReactNode {
  const name = list.ContactListName ?? "";
  const filter = useSearch({ from: "/contacts" });
  const query = useInfiniteQuery(contactsQuery(name, filter));
  return (
    <>
      <Filters list={list} />
      <Card flush>
        <Loaded query={query}>
          {({ pages }) => {
            const found = pages.flatMap(({ Contacts: some = [] }) => some);
            if (found.length === 0) return <Nobody />;
            return (
              <Entries>
                {found.map((contact) => (
                  <ContactEntry key={contact.EmailAddress} list={list} contact={contact} onEdit={onEdit} />
                ))}
              </Entries>
            );
          }}
        </Loaded>
      </Card>
      <MoreButton list={query} />
    </>
  );
}

function Filters({ list }: { readonly list: ContactList }): ReactNode {
  const { topic, status } = useSearch({ from: "/contacts" });
  const navigate = useNavigate({ from: "/contacts" });
  const narrow = (change: { topic?: string | null; status?: string | null }) => {
    const kept = Object.entries({ topic, status, ...change }).filter(([, value]) => value != null);
    void navigate({ search: Object.fromEntries(kept), replace: true });
  };
  return (
    <Group gap="sm">
      <Select
        aria-label="Topic"
        placeholder="Any topic"
        clearable
        value={topic ?? null}
        data={(list.Topics ?? []).map(({ TopicName = "", DisplayName = "" }) => ({
          value: TopicName,
          label: DisplayName,
        }))}
        onChange={(chosen) => narrow({ topic: chosen, status: status ?? "OPT_IN" })}
        nothingFoundMessage="It has no topics."
      />
      <Select
        aria-label="Subscription"
        placeholder="Subscribed or not"
        clearable
        value={status ?? null}
        data={[
          { value: "OPT_IN", label: "Subscribed" },
          { value: "OPT_OUT", label: "Unsubscribed" },
        ]}
        onChange={(chosen) => narrow({ status: chosen })}
      />
    </Group>
  );
}

interface ContactEntryProps extends ContactsProps {
  readonly contact: Contact;
}

function ContactEntry({ list, contact, onEdit }: ContactEntryProps): ReactNode {
  const { EmailAddress: address = "", UnsubscribeAll = false, TopicPreferences = [] } = contact;
  const remove = useChange({
    change: async () => await deleteContact(list.ContactListName ?? "", address),
    affects: [contactsKey],
    done: `${address} is not a contact any more`,
  });
  return (
    <Entry
      title={
        <>
          {address}
          {UnsubscribeAll && <StatusBadge tone="bad">Unsubscribed from all</StatusBadge>}
        </>
      }
      actions={
        <>
          <Button
            size="xs"
            variant="default"
            aria-label={`Edit ${address}`}
            onClick={() =>
              onEdit({
                address,
                unsubscribedFromAll: UnsubscribeAll,
                preferences: TopicPreferences,
                isNew: false,
              })
            }
          >
            Edit
          </Button>
          <Button
            size="xs"
            variant="subtle"
            color="red"
            aria-label={`Remove ${address}`}
            loading={remove.isPending}
            onClick={() => remove.mutate()}
          >
            Remove
          </Button>
        </>
      }
    >
      {UnsubscribeAll ? "Gets no mail of this list" : wants(list, contact)}
    </Entry>
  );
}

/** The topics that it is subscribed to, by its own word or by default. */
function wants({ Topics = [] }: ContactList, contact: Contact): string {
  const { TopicPreferences = [], TopicDefaultPreferences = [] } = contact;
  const subscribed = [...TopicPreferences, ...TopicDefaultPreferences]
    .filter(({ SubscriptionStatus }) => SubscriptionStatus === "OPT_IN")
    .map(({ TopicName }) => Topics.find((topic) => topic.TopicName === TopicName)?.DisplayName ?? TopicName);
  if (Topics.length === 0) return "Gets the mail of this list";
  return subscribed.length === 0 ? "Subscribed to no topic" : `Subscribed to ${subscribed.join(", ")}`;
}

function Nobody(): ReactNode {
  return (
    <EmptyState icon={<PersonIcon />} title="Nobody here">
      Contacts are added here or by CreateContact, and change what they want by the link in their mail.
    </EmptyState>
  );
}
