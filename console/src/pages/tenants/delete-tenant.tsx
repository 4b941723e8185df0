import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { deleteTenant, tenantsKey } from "#console/api/tenants.ts";
import { DeletionCard } from "#console/elements/deletion-card.tsx";

export function DeleteTenant({ name }: { readonly name: string }): ReactNode {
  const navigate = useNavigate();
  return (
    <DeletionCard
      name={name}
      description="Its suppression list goes with it. Take its resources away first."
      remove={async () => {
        await deleteTenant(name);
        await navigate({ to: "/tenants", ignoreBlocker: true });
      }}
      affects={[[...tenantsKey, "list"]]}
    >
      Messages that name it are refused from then on. What was sent for it stays.
    </DeletionCard>
  );
}
