import { Group, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./empty-state.module.css";

interface EmptyStateProps {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}

/** Where there is nothing yet: what would be here, and how it comes. */
export function EmptyState({ icon, title, children, actions }: EmptyStateProps): ReactNode {
  return (
    <div className={classes["empty"]}>
      {icon !== undefined && (
        <div className={classes["icon"]} aria-hidden>
          {icon}
        </div>
      )}
      <Title order={2}>{title}</Title>
      <Text c="dimmed" component="div" className={classes["text"]}>
        {children}
      </Text>
      {actions !== undefined && (
        <Group gap="sm" justify="center" mt="lg">
          {actions}
        </Group>
      )}
    </div>
  );
}
