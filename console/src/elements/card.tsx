import { Group, Text, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./card.module.css";

interface CardProps {
  readonly title?: string;
  readonly description?: ReactNode;
  readonly beside?: ReactNode;
  readonly actions?: ReactNode;
  /** Lists and tables reach the card's edges. */
  readonly flush?: boolean;
  readonly children?: ReactNode;
}

/** A part of a page that stands by itself, with a name. */
export function Card({ title, description, beside, actions, flush = false, children }: CardProps): ReactNode {
  const id = useId();
  return (
    <section className={classes["card"]} {...(title === undefined ? {} : { "aria-labelledby": id })}>
      {title !== undefined && (
        <div className={classes["head"]}>
          <Group justify="space-between" gap="sm">
            <Group gap="sm">
              <Title order={2} id={id}>
                {title}
              </Title>
              {beside}
            </Group>
            {actions !== undefined && <Group gap="xs">{actions}</Group>}
          </Group>
          {description !== undefined && (
            <Text c="dimmed" mt={4} component="div" className={classes["description"]}>
              {description}
            </Text>
          )}
        </div>
      )}
      {children !== undefined && <div className={flush ? classes["flush"] : classes["body"]}>{children}</div>}
    </section>
  );
}
