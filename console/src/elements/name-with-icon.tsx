import type { ReactNode } from "react";
import classes from "./name-with-icon.module.css";

/** The name of a row's thing, with a picture of its kind before it. A link in it covers the whole row. */
export function NameWithIcon({
  icon,
  children,
}: {
  readonly icon: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <span className={classes["name"]}>
      <span className={classes["icon"]} aria-hidden>
        {icon}
      </span>
      {children}
    </span>
  );
}
