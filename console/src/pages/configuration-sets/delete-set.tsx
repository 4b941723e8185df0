import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { configurationSetsKey, deleteConfigurationSet } from "#console/api/configuration-sets.ts";
import { Card } from "#console/elements/card.tsx";
import { ConfirmDeletion } from "#console/elements/confirm-deletion.tsx";
import { useChange } from "#console/elements/use-change.ts";

export function DeleteSet({ name }: { readonly name: string }): ReactNode {
  const [asking, askingIs] = useDisclosure(false);
  const navigate = useNavigate();
  const remove = useChange({
    change: async () => {
      await deleteConfigurationSet(name);
      await navigate({ to: "/configuration-sets" });
    },
    affects: [[...configurationSetsKey, "list"]],
    done: `${name} is gone`,
    tellsFailure: false,
  });
  return (
    <Card title="Delete it" description="Its event destinations go with it.">
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
        Messages that name it are refused from then on, and so are those of identities that it was set for.
      </ConfirmDeletion>
    </Card>
  );
}
