import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { deleteIdentity, identitiesKey, type Proof } from "#console/api/identities.ts";
import { Card } from "#console/elements/card.tsx";
import { ConfirmDeletion } from "#console/elements/confirm-deletion.tsx";
import { useChange } from "#console/elements/use-change.ts";

export function DeleteIdentity({ proof }: { readonly proof: Proof }): ReactNode {
  const { name, kind } = proof;
  const [asking, askingIs] = useDisclosure(false);
  const navigate = useNavigate();
  const remove = useChange({
    change: async () => {
      await deleteIdentity(name);
      await navigate({ to: "/identities" });
    },
    affects: [[...identitiesKey, "list"]],
    done: `${name} is gone`,
    tellsFailure: false,
  });
  return (
    <Card
      title="Delete it"
      description={`Nothing can be sent from this ${kind} any more${kind === "domain" ? ", and its keys are gone for good" : ""}.`}
    >
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
        {kind === "domain"
          ? "Its keys, its policies and its history are deleted. Registered again, it gets other records."
          : "Its policies are deleted. Registered again, it has to be proven again."}
      </ConfirmDeletion>
    </Card>
  );
}
