import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { nameOfPart, type Pause, queueKey, resumePart } from "#console/api/queue.ts";
import { Card } from "#console/elements/card.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { useChange } from "#console/elements/use-change.ts";
import classes from "./pauses.module.css";

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
      <ul className={classes["list"]}>
        {pauses.map((pause) => (
          <li key={JSON.stringify(pause)} className={classes["row"]}>
            <StatusBadge tone="waiting">Paused</StatusBadge>
            <div className={classes["what"]}>
              <b>{nameOfPart(pause)}</b>
              {"site" in pause && <span className={classes["quiet"]}>all domains it serves</span>}
              <span className={classes["quiet"]}>
                <RelativeTime at={pause.paused_at} />
                {pause.reason !== "" && `: ${pause.reason}`}
              </span>
            </div>
            <Button
              size="xs"
              variant="default"
              aria-label={`Resume: ${nameOfPart(pause)}`}
              loading={resume.isPending && resume.variables === pause}
              onClick={() => resume.mutate(pause)}
            >
              Resume
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
