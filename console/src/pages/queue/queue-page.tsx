import { Button, Group } from "@mantine/core";
import { CheckCircledIcon, UpdateIcon } from "@radix-ui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { everyDomain, type Queue, queueKey, queueQuery, retryDomain } from "#console/api/queue.ts";
import { Card } from "#console/elements/card.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { Page } from "#console/elements/page.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { PauseDialog } from "./pause-dialog.tsx";
import { Pauses } from "./pauses.tsx";
import { QueueTable } from "./queue-table.tsx";

/** What waits to be delivered, where to, and why. */
export function QueuePage(): ReactNode {
  const query = useQuery({ ...queueQuery, refetchInterval: 5_000 });
  const [pausing, setPausing] = useState<string>();
  const retry = useChange({
    change: retryDomain,
    affects: [queueKey],
    done: (due) => (due === 1 ? "One delivery is tried now" : `${due} deliveries are tried now`),
  });
  return (
    <Page
      title="Queue"
      subtitle={query.data === undefined ? "What waits to be delivered." : <InShort queue={query.data} />}
      actions={
        <>
          <Button variant="default" onClick={() => setPausing(everyDomain)}>
            Pause all
          </Button>
          <Button
            variant="default"
            leftSection={<UpdateIcon />}
            loading={retry.isPending}
            disabled={query.data?.queued === 0}
            onClick={() => retry.mutate(everyDomain)}
          >
            Try all now
          </Button>
        </>
      }
    >
      <Loaded query={query}>
        {(queue) => (
          <>
            {queue.pauses.length > 0 && <Pauses pauses={queue.pauses} />}
            <Card flush>
              {queue.domains.length === 0 ? (
                <EmptyState icon={<CheckCircledIcon />} title="Nothing waits">
                  What could not be delivered at once is listed here by the domain it goes to, with what its
                  servers said and when it is tried again.
                </EmptyState>
              ) : (
                <QueueTable domains={queue.domains} onRetry={retry.mutate} onPause={setPausing} />
              )}
            </Card>
          </>
        )}
      </Loaded>
      <PauseDialog domain={pausing} onClose={() => setPausing(undefined)} />
    </Page>
  );
}

function InShort({ queue }: { readonly queue: Queue }): ReactNode {
  if (queue.oldest_at === null) return "Nothing waits to be delivered.";
  return (
    <Group gap={4}>
      {queue.queued} {queue.queued === 1 ? "delivery waits" : "deliveries wait"}, {queue.due} due now; the
      oldest came <RelativeTime at={queue.oldest_at} />.
    </Group>
  );
}
