import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";
import { contactsKey, deleteContactList } from "#console/api/contacts.ts";
import { Card } from "#console/elements/card.tsx";
import { ConfirmDeletion } from "#console/elements/confirm-deletion.tsx";
import { useChange } from "#console/elements/use-change.ts";

export function DeleteList({ name }: { readonly name: string }): ReactNode {
  const [asking, askingIs] = useDisclosure(false);
  const remove = useChange({
    change: async () => await deleteContactList(name),
    affects: [contactsKey],
    done: `${name} is gone`,
    tellsFailure: false,
  });
  return (
    <Card title="Delete the list" description="Its contacts, and what they said that they want, go with it.">
      <Button variant="outline" color="red" onClick={askingIs.open}>
        Delete {name}
      </Button>
      <ConfirmDeletion
        opened={asking}
        onClose={askingIs.close}
        title={`Delete ${name}?`}
        typeToConfirm={name}
        deletion={{ ...remove, mutate: () => remove.mutate() }}
      >
        Whoever unsubscribed is forgotten too: do not write to them from another list.
      </ConfirmDeletion>
    </Card>
  );
}
