import { Checkbox } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./check-list.module.css";

interface CheckListProps {
  readonly label: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: string[]) => void;
}

/** Some of a few, in two columns. */
export function CheckList({ label, choices, chosen, onChange }: CheckListProps): ReactNode {
  return (
    <Checkbox.Group label={label} value={[...chosen]} onChange={onChange}>
      <div className={classes["choices"]}>
        {choices.map((choice) => (
          <Checkbox key={choice.value} value={choice.value} label={choice.label} />
        ))}
      </div>
    </Checkbox.Group>
  );
}
