import { Stack, Switch } from "@mantine/core";
import type { ReactNode } from "react";
import { changeVdmOptions, configurationSetQuery } from "#console/api/configuration-sets.ts";
import { Card } from "#console/elements/card.tsx";
import { useChange } from "#console/elements/use-change.ts";
import type { SetProps } from "./set-props.ts";

/** What SES calls the Virtual Deliverability Manager. */
export function InsightsCard({ name, set }: SetProps): ReactNode {
  const { DashboardOptions, GuardianOptions } = set.VdmOptions ?? {};
  const save = useChange({
    change: async (changed: NonNullable<typeof set.VdmOptions>) => await changeVdmOptions(name, changed),
    affects: [configurationSetQuery(name).queryKey],
    done: "Saved",
  });
  return (
    <Card title="Virtual Deliverability Manager">
      <Stack gap="md" maw="36rem">
        <Switch
          label="Engagement metrics"
          description="Opens and clicks are counted even where no destination wants them."
          checked={DashboardOptions?.EngagementMetrics === "ENABLED"}
          disabled={save.isPending}
          onChange={(event) =>
            save.mutate({ DashboardOptions: { EngagementMetrics: word(event.currentTarget.checked) } })
          }
        />
        <Switch
          label="Optimized shared delivery"
          description="Kept as SES keeps it; nothing here depends on it."
          checked={GuardianOptions?.OptimizedSharedDelivery === "ENABLED"}
          disabled={save.isPending}
          onChange={(event) =>
            save.mutate({ GuardianOptions: { OptimizedSharedDelivery: word(event.currentTarget.checked) } })
          }
        />
      </Stack>
    </Card>
  );
}

function word(isOn: boolean): "ENABLED" | "DISABLED" {
  return isOn ? "ENABLED" : "DISABLED";
}
