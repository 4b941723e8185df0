import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { deleteTemplate, templatesKey } from "#console/api/templates.ts";
import { Card } from "#console/elements/card.tsx";
import { ConfirmDeletion } from "#console/elements/confirm-deletion.tsx";
import { useChange } from "#console/elements/use-change.ts";

export function DeleteTemplate({ name }: { readonly name: string }): ReactNode {
  const [asking, askingIs] = useDisclosure(false);
  const navigate = useNavigate();
  const remove = useChange({
    change: async () => {
      await deleteTemplate(name);
      await navigate({ to: "/templates", ignoreBlocker: true });
    },
    affects: [[...templatesKey, "list"]],
    done: `${name} is gone`,
    tellsFailure: false,
  });
  return (
    <Card title="Delete it" description="Whoever still sends with it is refused.">
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
        Its subject, its HTML and its text are gone for good.
      </ConfirmDeletion>
    </Card>
  );
}
