import type { ReactNode } from "react";
import classes from "./facts.module.css";

/** Names and what is known under them, one a line. */
export function Facts({
  facts,
}: {
  readonly facts: readonly (readonly [name: string, value: ReactNode])[];
}): ReactNode {
  return (
    <dl className={classes["facts"]}>
      {facts.map(([name, value]) => (
        <div key={name} className={classes["fact"]}>
          <dt className={classes["name"]}>{name}</dt>
          <dd className={classes["value"]}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
