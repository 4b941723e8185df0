import type { ReactNode } from "react";
import { nameOfPart, type Pause, queueKey, resumePart } from "#console/api/queue.ts";
import { Card } from "#console/elements/card.tsx";
import { Entries, Entry } from "#console/elements/entries.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { RowButton } from "#console/elements/row-button.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { useChange } from "#console/elements/use-change.ts";

/** Where nothing is delivered to until somebody says so. */
export function Pauses({ pauses }: { readonly pauses: readonly Pause[] }): ReactNode {
  const resume = useChange({
    change: resumePart,
    affects: [queueKey],
    done: "Resumed; what waited is tried now",
  });
  return (
    <Card
      title="Paused"
      description="Nothing is delivered to these; what waits stays, and its time goes on."
      flush
    >
      <Entries>
        {pauses.map((pause) => (
          <Entry
            key={JSON.stringify(pause)}
            title={
              <>
                {nameOfPart(pause)}
                <StatusBadge tone="waiting">Paused</StatusBadge>
              </>
            }
            actions={
              <RowButton
                label="Resume"
                of={nameOfPart(pause)}
                isPending={resume.isPending && resume.variables === pause}
                onClick={() => resume.mutate(pause)}
              />
            }
          >
            {"site" in pause && "all domains it serves · "}
            <RelativeTime at={pause.paused_at} />
            {pause.reason !== "" && `: ${pause.reason}`}
          </Entry>
        ))}
      </Entries>
    </Card>
  );
}
