import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { deleteTenant, tenantsKey } from "#console/api/tenants.ts";
import { Card } from "#console/elements/card.tsx";
import { ConfirmDeletion } from "#console/elements/confirm-deletion.tsx";
import { useChange } from "#console/elements/use-change.ts";

export function DeleteTenant({ name }: { readonly name: string }): ReactNode {
  const [asking, askingIs] = useDisclosure(false);
  const navigate = useNavigate();
  const remove = useChange({
    change: async () => {
      await deleteTenant(name);
      await navigate({ to: "/tenants" });
    },
    affects: [[...tenantsKey, "list"]],
    done: `${name} is gone`,
    tellsFailure: false,
  });
  return (
    <Card title="Delete it" description="Its suppression list goes with it. Take its resources away first.">
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
        Messages that name it are refused from then on. What was sent for it stays.
      </ConfirmDeletion>
    </Card>
  );
}
