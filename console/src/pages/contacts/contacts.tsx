import { Select } from "@mantine/core";
import { PersonIcon } from "@radix-ui/react-icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { memo, type ReactNode, useState } from "react";
import {
  type Contact,
  type ContactDraft,
  type ContactList,
  contactsKey,
  contactsQuery,
  deleteContact,
  draftOf,
} from "#console/api/contacts.ts";
import { Card } from "#console/elements/card.tsx";
import { ConfirmDeletion } from "#console/elements/confirm-deletion.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Entries, Entry } from "#console/elements/entries.tsx";
import { Filters } from "#console/elements/filters.tsx";
import { Found } from "#console/elements/found.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { MoreButton } from "#console/elements/more-button.tsx";
import { RowButton } from "#console/elements/row-button.tsx";
import { SearchField } from "#console/elements/search-field.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { MailName } from "#console/names/mail-name.tsx";

interface ContactsProps {
  readonly list: ContactList;
  readonly onEdit: (contact: ContactDraft) => void;
}

export function Contacts({ list, onEdit }: ContactsProps): ReactNode {
  const name = list.ContactListName ?? "";
  const filter = useSearch({ from: "/contacts" });
  const query = useInfiniteQuery(contactsQuery(name, filter));
  const isNarrowed = Object.keys(filter).length > 0;
  const [removing, setRemoving] = useState<string>();
  return (
    <>
      <ContactFilters list={list} />
      <Found list={query} isNarrowed={isNarrowed} count={({ contacts }) => contacts.length} />
      <Card flush>
        <Loaded query={query}>
          {({ pages }) => {
            const found = pages.flatMap(({ contacts }) => contacts);
            if (found.length === 0) {
              return isNarrowed ? <NobodyMatches hasMore={query.hasNextPage} /> : <Nobody />;
            }
            return (
              <Entries>
                {found.map((contact) => (
                  <ContactEntry
                    key={contact.address}
                    list={list}
                    contact={contact}
                    onEdit={onEdit}
                    onRemove={setRemoving}
                  />
                ))}
              </Entries>
            );
          }}
        </Loaded>
      </Card>
      <MoreButton list={query} />
      <ConfirmDeletion
        of={removing}
        onClose={() => setRemoving(undefined)}
        title={(address) => `Remove ${address}?`}
        label="Remove"
        remove={async (address) => await deleteContact(name, address)}
        affects={[contactsKey]}
        done={(address) => `${address} is not a contact any more`}
      >
        What it said that it wants is forgotten, and so it is if it had unsubscribed.
      </ConfirmDeletion>
    </>
  );
}

function ContactFilters({ list }: { readonly list: ContactList }): ReactNode {
  const { address, topic, status } = useSearch({ from: "/contacts" });
  const navigate = useNavigate({ from: "/contacts" });
  const narrow = (change: { address?: string; topic?: string | null; status?: string | null }) => {
    const kept = Object.entries({ address, topic, status, ...change }).filter(([, value]) => value);
    void navigate({ search: Object.fromEntries(kept), replace: true });
  };
  return (
    <Filters>
      <SearchField
        label="Search by address"
        sought={address}
        onSeek={(sought) => narrow({ address: sought })}
      />
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
    </Filters>
  );
}

interface ContactEntryProps extends ContactsProps {
  readonly contact: Contact;
  readonly onRemove: (address: string) => void;
}

/** Drawn anew only when it changed, as a message is. */
const ContactEntry = memo(({ list, contact, onEdit, onRemove }: ContactEntryProps): ReactNode => {
  const { address, unsubscribed_from_all: isGone } = contact;
  return (
    <Entry
      title={
        <>
          <MailName name={address} />
          {isGone && <StatusBadge tone="bad">Unsubscribed from all</StatusBadge>}
        </>
      }
      actions={
        <>
          <RowButton label="Edit" of={address} onClick={() => onEdit(draftOf(contact))} />
          <RowButton label="Remove" of={address} takesAway onClick={() => onRemove(address)} />
        </>
      }
    >
      {isGone ? "Gets no mail of this list" : wants(list, contact)}
    </Entry>
  );
});

/** The topics that it is subscribed to, by its own word or by default. */
function wants({ Topics = [] }: ContactList, contact: Contact): string {
  const subscribed = contact.topics
    .filter(({ status }) => status === "OPT_IN")
    .map(({ name }) => Topics.find(({ TopicName }) => TopicName === name)?.DisplayName ?? name);
  if (Topics.length === 0) return "Gets the mail of this list";
  return subscribed.length === 0 ? "Subscribed to no topic" : `Subscribed to ${subscribed.join(", ")}`;
}

function NobodyMatches({ hasMore }: { readonly hasMore: boolean }): ReactNode {
  return (
    <EmptyState icon={<PersonIcon />} title={hasMore ? "Nobody matches so far" : "Nobody matches"}>
      {hasMore
        ? "The first contacts were looked at. Show more to look at others."
        : "No contact has this in its address, and this wish."}
    </EmptyState>
  );
}

function Nobody(): ReactNode {
  return (
    <EmptyState icon={<PersonIcon />} title="Nobody here">
      Contacts are added here or by CreateContact, and change what they want by the link in their mail.
    </EmptyState>
  );
}
