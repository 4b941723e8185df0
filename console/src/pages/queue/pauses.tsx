import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { everyDomain, type Pause, queueKey, resumeDomain } from "#console/api/queue.ts";
import { Card } from "#console/elements/card.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { useChange } from "#console/elements/use-change.ts";
import classes from "./pauses.module.css";

/** Where nothing is delivered to until somebody says so. */
export function Pauses({ pauses }: { readonly pauses: readonly Pause[] }): ReactNode {
  const resume = useChange({
    change: resumeDomain,
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
        {pauses.map(({ domain, paused_at, reason }) => (
          <li key={domain} className={classes["row"]}>
            <StatusBadge tone="waiting">Paused</StatusBadge>
            <div className={classes["what"]}>
              <b>{nameOf(domain)}</b>
              <span className={classes["quiet"]}>
                <RelativeTime at={paused_at} />
                {reason !== null && `: ${reason}`}
              </span>
            </div>
            <Button
              size="xs"
              variant="default"
              loading={resume.isPending && resume.variables === domain}
              onClick={() => resume.mutate(domain)}
            >
              Resume
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function nameOf(domain: string): string {
  return domain === everyDomain ? "Every domain" : domain;
}
