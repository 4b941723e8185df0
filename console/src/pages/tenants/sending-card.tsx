import { Stack, Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { putSendingStatus, reputationQuery, tenantsKey } from "#console/api/tenants.ts";
import { Card } from "#console/elements/card.tsx";
import { Facts } from "#console/elements/facts.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { useChange } from "#console/elements/use-change.ts";
import type { TenantProps } from "./tenant-props.ts";

/** Whether its messages are accepted, and since when: its owner's word is all that stands for or against it. */
export function SendingCard({ tenant }: TenantProps): ReactNode {
  const arn = tenant.TenantArn ?? "";
  const reputation = useQuery(reputationQuery(arn));
  const save = useChange({
    change: async (isOn: boolean) => await putSendingStatus(arn, isOn ? "ENABLED" : "DISABLED"),
    affects: [tenantsKey],
    done: "Saved",
  });
  return (
    <Card title="Sending">
      <Stack gap="md">
        <Switch
          label="Messages may be sent for it"
          description="Off: every message that names it is refused, until it is on again. What is queued goes out."
          checked={tenant.SendingStatus !== "DISABLED"}
          disabled={save.isPending}
          onChange={(event) => save.mutate(event.currentTarget.checked)}
        />
        <Loaded query={reputation} skeleton={null}>
          {({ CustomerManagedStatus: said, ReputationManagementPolicy: policy }) => (
            <Facts
              facts={[
                [
                  "Said by you",
                  said === undefined ? (
                    "Nothing yet: it may send"
                  ) : (
                    <>
                      {words[said.Status ?? "ENABLED"]}, <RelativeTime at={said.LastUpdatedTimestamp} />
                    </>
                  ),
                ],
                ["Found against it", "Nothing: nobody but you judges a tenant here"],
                ...(policy === undefined ? [] : [["Reputation policy", nameOf(policy)] as const]),
              ]}
            />
          )}
        </Loaded>
      </Stack>
    </Card>
  );
}

const words = {
  ENABLED: "It may send",
  DISABLED: "It may not send",
  REINSTATED: "It may send, whatever is found against it",
} as const;

/** Of an ARN: `standard`. */
function nameOf(policy: string): string {
  return policy.slice(policy.lastIndexOf("/") + 1);
}
