import type { ReactNode } from "react";
import { contactsKey, deleteContact } from "#console/api/contacts.ts";
import { ConfirmDeletion } from "#console/elements/confirm-deletion.tsx";
import { useChange } from "#console/elements/use-change.ts";

interface RemoveContactProps {
  readonly list: string;
  /** Undefined: nothing is asked. */
  readonly address: string | undefined;
  readonly onClose: () => void;
}

export function RemoveContact({ list, address, onClose }: RemoveContactProps): ReactNode {
  const remove = useChange({
    change: async (gone: string) => await deleteContact(list, gone),
    affects: [contactsKey],
    done: (_, gone) => `${gone} is not a contact any more`,
    tellsFailure: false,
    after: onClose,
  });
  return (
    <ConfirmDeletion
      opened={address !== undefined}
      onClose={onClose}
      title={`Remove ${address ?? "it"}?`}
      label="Remove"
      deletion={{ ...remove, mutate: () => address !== undefined && remove.mutate(address) }}
    >
      What it said that it wants is forgotten, and so it is if it had unsubscribed.
    </ConfirmDeletion>
  );
}
