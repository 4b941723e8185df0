import { Stack, Switch } from "@mantine/core";
import type { ReactNode } from "react";
import { configurationSetsKey, putOptions } from "#console/api/configuration-sets.ts";
import { Card } from "#console/elements/card.tsx";
import { useChange } from "#console/elements/use-change.ts";
import type { SetProps } from "./set-props.ts";

/** Whether its messages are accepted at all, and counted. */
export function SendingCard({ name, set }: SetProps): ReactNode {
  const affects = [configurationSetsKey];
  const sending = useChange({
    change: async (SendingEnabled: boolean) => await putOptions(name, "sending", { SendingEnabled }),
    affects,
    done: "Saved",
  });
  const reputation = useChange({
    change: async (ReputationMetricsEnabled: boolean) =>
      await putOptions(name, "reputation-options", { ReputationMetricsEnabled }),
    affects,
    done: "Saved",
  });
  return (
    <Card title="Sending">
      <Stack gap="md" maw="36rem">
        <Switch
          label="Messages may be sent with this set"
          description="Off: whoever names it is refused, until it is on again. What is queued goes out."
          checked={set.SendingOptions?.SendingEnabled ?? false}
          disabled={sending.isPending}
          onChange={(event) => sending.mutate(event.currentTarget.checked)}
        />
        <Switch
          label="Reputation metrics"
          description="Kept as SES keeps it. Bounces and complaints are counted either way; see the overview."
          checked={set.ReputationOptions?.ReputationMetricsEnabled ?? false}
          disabled={reputation.isPending}
          onChange={(event) => reputation.mutate(event.currentTarget.checked)}
        />
      </Stack>
    </Card>
  );
}
