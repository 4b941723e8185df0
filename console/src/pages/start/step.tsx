import { Group, Text, Title } from "@mantine/core";
import { CheckIcon } from "@radix-ui/react-icons";
import type { ReactNode } from "react";
import classes from "./step.module.css";

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly state: "to come" | "now" | "done";
  /** Said in a line once it is done. */
  readonly result?: ReactNode;
  readonly beside?: ReactNode;
  readonly children?: ReactNode;
}

export function Step({ number, title, state, result, beside, children }: StepProps): ReactNode {
  return (
    <section className={classes["step"]} data-state={state} aria-label={`Step ${number}: ${title}, ${state}`}>
      <div className={classes["mark"]} aria-hidden>
        {state === "done" ? <CheckIcon /> : number}
      </div>
      <div className={classes["body"]}>
        <Group justify="space-between" gap="sm">
          <Title order={2}>{title}</Title>
          {beside}
        </Group>
        {state === "done" && result !== undefined && (
          <Text c="dimmed" mt={4} component="div">
            {result}
          </Text>
        )}
        {state !== "to come" && children !== undefined && (
          <div className={classes["content"]}>{children}</div>
        )}
      </div>
    </section>
  );
}
