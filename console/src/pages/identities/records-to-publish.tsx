import { Badge } from "@mantine/core";
import type { ReactNode } from "react";
import type { RequiredRecord } from "#console/api/identities.ts";
import { Copyable } from "#console/elements/copyable.tsx";
import classes from "./records-to-publish.module.css";

/** Name, type and value of each record, to be copied one by one. */
export function RecordsToPublish({ records }: { readonly records: readonly RequiredRecord[] }): ReactNode {
  return (
    <ul className={classes["records"]}>
      {records.map(({ name, type, value }) => (
        <li key={`${name} ${type} ${value}`} className={classes["record"]}>
          <Badge variant="default" radius="sm" className={classes["type"]}>
            {type}
          </Badge>
          <div>
            <Copyable value={name} what="the name" />
          </div>
          <div>
            <Copyable value={value} what="the value" />
          </div>
        </li>
      ))}
    </ul>
  );
}
