import { Switch } from "@mantine/core";
import type { ReactNode } from "react";
import { type Account, accountQuery, putSending } from "#console/api/account.ts";
import { Card } from "#console/elements/card.tsx";
import { useChange } from "#console/elements/use-change.ts";

export function AccountSendingCard({ account }: { readonly account: Account }): ReactNode {
  const save = useChange({
    change: putSending,
    affects: [accountQuery.queryKey],
    done: "Saved",
  });
  return (
    <Card title="Sending">
      <Switch
        label="Messages may be sent"
        description="Off: every message of this region is refused, until it is on again. What is queued goes out; the queue can be paused."
        checked={account.SendingEnabled ?? false}
        disabled={save.isPending}
        onChange={(event) => save.mutate(event.currentTarget.checked)}
      />
    </Card>
  );
}
