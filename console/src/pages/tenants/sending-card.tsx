import { Switch } from "@mantine/core";
import type { ReactNode } from "react";
import { putSendingStatus, tenantsKey } from "#console/api/tenants.ts";
import { Card } from "#console/elements/card.tsx";
import { useChange } from "#console/elements/use-change.ts";
import type { TenantProps } from "./tenant-props.ts";

export function SendingCard({ tenant }: TenantProps): ReactNode {
  const save = useChange({
    change: async (isOn: boolean) =>
      await putSendingStatus(tenant.TenantArn ?? "", isOn ? "ENABLED" : "DISABLED"),
    affects: [tenantsKey],
    done: "Saved",
  });
  return (
    <Card title="Sending">
      <Switch
        label="Messages may be sent for it"
        description="Off: every message that names it is refused, until it is on again. What is queued goes out."
        checked={tenant.SendingStatus !== "DISABLED"}
        disabled={save.isPending}
        onChange={(event) => save.mutate(event.currentTarget.checked)}
      />
    </Card>
  );
}
