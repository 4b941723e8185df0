import { Stack, Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { configurationSetsKey, putOptions, reputationQuery } from "#console/api/configuration-sets.ts";
import { Card } from "#console/elements/card.tsx";
import { partInWords } from "#console/elements/part-in-words.ts";
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
  const isMeasured = set.ReputationOptions?.ReputationMetricsEnabled ?? false;
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
          description={
            isMeasured ? (
              <Received name={name} />
            ) : (
              "How many of its messages bounce, and how many are complained of."
            )
          }
          checked={isMeasured}
          disabled={reputation.isPending}
          onChange={(event) => reputation.mutate(event.currentTarget.checked)}
        />
      </Stack>
    </Card>
  );
}

/** In place of a description, so that what is switched on is seen at once. */
function Received({ name }: { readonly name: string }): ReactNode {
  const { data } = useQuery(reputationQuery(name));
  if (data === undefined) return "Of the last 30 days …";
  const { days, sent, bounce_rate, complaint_rate } = data;
  if (sent === 0) return `Nothing was sent with it in the last ${days} days.`;
  const bounced = `${partInWords(bounce_rate)} bounced`;
  const complained = `${partInWords(complaint_rate)} complained of`;
  return `Of ${sent.toLocaleString("en")} in the last ${days} days: ${bounced}, ${complained}.`;
}
