import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { IdentityFilter, ListedIdentity } from "#console/api/identities.ts";
import classes from "./tag-badges.module.css";

/** More would hide the names. */
const mostShown = 4;

/** Each narrows the list to what has the same tag. */
export function TagBadges({ tags }: Pick<ListedIdentity, "tags">): ReactNode {
  const navigate = useNavigate({ from: "/identities" });
  if (tags.length === 0) return null;
  return (
    <div className={classes["tags"]}>
      {tags.slice(0, mostShown).map(({ key, value }) => (
        <button
          key={key}
          type="button"
          className={classes["tag"]}
          title={`Only identities with ${key}${value === "" ? "" : ` = ${value}`}`}
          onClick={() =>
            void navigate({
              search: (filter: IdentityFilter) => ({ ...filter, tag_key: key, tag_value: value }),
            })
          }
        >
          <span>{key}</span>
          {value !== "" && <span className={classes["value"]}>{value}</span>}
        </button>
      ))}
      {tags.length > mostShown && <span className={classes["more"]}>+{tags.length - mostShown}</span>}
    </div>
  );
}
