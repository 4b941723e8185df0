import { Checkbox, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { type Account, accountQuery, putSuppressedReasons } from "#console/api/account.ts";
import { Card } from "#console/elements/card.tsx";
import { useChange } from "#console/elements/use-change.ts";

export function AccountSuppressionCard({ account }: { readonly account: Account }): ReactNode {
  const save = useChange({ change: putSuppressedReasons, affects: [accountQuery.queryKey], done: "Saved" });
  const reasons = account.SuppressionAttributes?.SuppressedReasons ?? [];
  return (
    <Card
      title="Suppression"
      description="Who goes on the suppression list by themselves, and is not sent to. A configuration set may have settings of its own."
    >
      <Checkbox.Group aria-label="Reasons" value={[...reasons]} onChange={(chosen) => save.mutate(chosen)}>
        <Stack gap="xs">
          <Checkbox value="BOUNCE" label="who bounces: the address does not exist" />
          <Checkbox value="COMPLAINT" label="who complains: the mail was reported as spam" />
        </Stack>
      </Checkbox.Group>
    </Card>
  );
}
