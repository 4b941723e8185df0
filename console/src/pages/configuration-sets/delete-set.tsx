import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { configurationSetsKey, deleteConfigurationSet } from "#console/api/configuration-sets.ts";
import { DeletionCard } from "#console/elements/deletion-card.tsx";

export function DeleteSet({ name }: { readonly name: string }): ReactNode {
  const navigate = useNavigate();
  return (
    <DeletionCard
      name={name}
      description="Its event destinations go with it."
      remove={async () => {
        await deleteConfigurationSet(name);
        await navigate({ to: "/configuration-sets", ignoreBlocker: true });
      }}
      affects={[[...configurationSetsKey, "list"]]}
    >
      Messages that name it are refused from then on, and so are those of identities that it was set for.
    </DeletionCard>
  );
}
