import { Button } from "@mantine/core";
import type { ReactNode } from "react";

interface RowButtonProps {
  readonly label: string;
  /** Which of the rows it is of, for who hears the button alone. */
  readonly of: string;
  /** Whether something is less afterwards. */
  readonly takesAway?: boolean;
  readonly isPending?: boolean;
  readonly onClick: () => void;
}

/** What can be done with one row of a list. */
export function RowButton({
  label,
  of,
  takesAway = false,
  isPending = false,
  onClick,
}: RowButtonProps): ReactNode {
  const looks = takesAway ? { variant: "subtle", color: "red" } : { variant: "default" };
  return (
    <Button size="xs" {...looks} aria-label={`${label} ${of}`} loading={isPending} onClick={onClick}>
      {label}
    </Button>
  );
}
