import type { ReactNode } from "react";
import { contactsKey, deleteContactList } from "#console/api/contacts.ts";
import { DeletionCard } from "#console/elements/deletion-card.tsx";

export function DeleteList({ name }: { readonly name: string }): ReactNode {
  return (
    <DeletionCard
      name={name}
      title="Delete the list"
      description="Its contacts, and what they said that they want, go with it."
      remove={async () => await deleteContactList(name)}
      affects={[contactsKey]}
    >
      Whoever unsubscribed is forgotten too: do not write to them from another list.
    </DeletionCard>
  );
}
