import type { ReactNode } from "react";
import classes from "./filters.module.css";

/** What a list is narrowed by: fields in a row, or as many rows as the screen needs. */
export function Filters({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className={classes["filters"]}>{children}</div>;
}
