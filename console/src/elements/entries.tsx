import type { ReactNode } from "react";
import classes from "./entries.module.css";

/** Things one below another, where a table would be too wide: each with what can be done with it beside it. */
export function Entries({ children }: { readonly children: ReactNode }): ReactNode {
  return <ul className={classes["entries"]}>{children}</ul>;
}

interface EntryProps {
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** False where nothing can be done with it. */
  readonly actions?: ReactNode;
}

export function Entry({ title, children, actions }: EntryProps): ReactNode {
  return (
    <li className={classes["entry"]}>
      <div className={classes["what"]}>
        <div className={classes["title"]}>{title}</div>
        {children !== undefined && <div className={classes["detail"]}>{children}</div>}
      </div>
      {actions !== undefined && actions !== false && <div className={classes["actions"]}>{actions}</div>}
    </li>
  );
}
