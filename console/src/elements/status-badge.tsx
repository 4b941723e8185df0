import { Badge } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./status-badge.module.css";

export type Tone = "good" | "waiting" | "bad" | "neutral" | "info";

/** A state in a word; the colour only repeats it. */
export function StatusBadge({
  tone,
  children,
}: {
  readonly tone: Tone;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Badge
      variant="default"
      tt="none"
      fw={550}
      className={classes["badge"]}
      data-tone={tone}
      leftSection={<span className={classes["dot"]} aria-hidden />}
    >
      {children}
    </Badge>
  );
}
