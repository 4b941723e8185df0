import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { deleteTemplate, templatesKey } from "#console/api/templates.ts";
import { DeletionCard } from "#console/elements/deletion-card.tsx";

export function DeleteTemplate({ name }: { readonly name: string }): ReactNode {
  const navigate = useNavigate();
  return (
    <DeletionCard
      name={name}
      description="Whoever still sends with it is refused."
      remove={async () => {
        await deleteTemplate(name);
        await navigate({ to: "/templates", ignoreBlocker: true });
      }}
      affects={[[...templatesKey, "list"]]}
    >
      Its subject, its HTML and its text are gone for good.
    </DeletionCard>
  );
}
