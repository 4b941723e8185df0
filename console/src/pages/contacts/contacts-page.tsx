import { Button, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { PersonIcon, PlusIcon } from "@radix-ui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import {
  type ContactDraft,
  type ContactList,
  contactListQuery,
  contactsKey,
  createContactList,
} from "#console/api/contacts.ts";
import { Card } from "#console/elements/card.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { NameForm } from "#console/elements/name-form.tsx";
import { Page } from "#console/elements/page.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { ContactEditor } from "./contact-editor.tsx";
import { Contacts } from "./contacts.tsx";
import { DeleteList } from "./delete-list.tsx";
import { TopicsCard } from "./topics-card.tsx";

/** Who wants which mail: the account's list in this region, its topics and its contacts. */
export function ContactsPage(): ReactNode {
  const query = useQuery(contactListQuery);
  const [editing, setEditing] = useState<ContactDraft>();
  return (
    <Page
      title="Contacts"
      subtitle={
        <>
          Who wants which mail. Messages that name the list
          {query.data != null && (
            <>
              {" "}
              <code>{query.data.ContactListName}</code>
            </>
          )}{" "}
          carry a one-click link to unsubscribe, which is heeded here.
        </>
      }
      actions={
        query.data != null && (
          <Button leftSection={<PlusIcon />} onClick={() => setEditing(nobody)}>
            Add a contact
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {(list) => (list === null ? <NoList /> : <Opened list={list} onEdit={setEditing} />)}
      </Loaded>
      {editing !== undefined && query.data != null && (
        <ContactEditor list={query.data} contact={editing} onClose={() => setEditing(undefined)} />
      )}
    </Page>
  );
}

const nobody: ContactDraft = { address: "", unsubscribedFromAll: false, preferences: [], isNew: true };

interface OpenedProps {
  readonly list: ContactList;
  readonly onEdit: (contact: ContactDraft) => void;
}

function Opened({ list, onEdit }: OpenedProps): ReactNode {
  return (
    <Stack gap="lg">
      <TopicsCard list={list} />
      <Contacts list={list} onEdit={onEdit} />
      <DeleteList name={list.ContactListName ?? ""} />
    </Stack>
  );
}

function NoList(): ReactNode {
  const [creating, creatingIs] = useDisclosure(false);
  const creation = useChange({
    change: createContactList,
    affects: [contactsKey],
    tellsFailure: false,
    after: creatingIs.close,
  });
  return (
    <Card flush>
      <EmptyState
        icon={<PersonIcon />}
        title="No contact list in this region"
        actions={<Button onClick={creatingIs.open}>Create it</Button>}
      >
        There is one for an account and a region, as at SES. It is for mail that people subscribe to; receipts
        and passwords need none.
      </EmptyState>
      <Dialog opened={creating} onClose={creatingIs.close} title="Create the contact list">
        <NameForm
          label="Name"
          placeholder="readers"
          description="Letters, digits, hyphens and underscores; it is what your code names."
          button="Create"
          creation={creation}
        />
      </Dialog>
    </Card>
  );
}
