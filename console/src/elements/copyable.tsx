import type { ReactNode } from "react";
import { CopyButton } from "./copy-button.tsx";
import classes from "./copyable.module.css";

/** A name or a value as it is to be typed elsewhere, with a button that copies it. */
export function Copyable({ value, what }: { readonly value: string; readonly what: string }): ReactNode {
  return (
    <span className={classes["copyable"]}>
      <code className={classes["text"]}>{value}</code>
      <CopyButton value={value} what={what} />
    </span>
  );
}
