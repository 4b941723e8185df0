import { Switch } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import type { ReactNode } from "react";
import type { Proof } from "#console/api/identities.ts";

/** How a record's name is to be typed. */
export type NameInForm = (name: string) => string;

interface Props {
  /** The zone that the records belong to, as the last check found it. */
  readonly zone: string | undefined;
  readonly children: (inForm: NameInForm) => ReactNode;
}

/** Most providers' forms add the zone's name to what is typed: a whole name would have it twice, and stand where nobody looks. */
export function NamesInForm({ zone, children }: Props): ReactNode {
  const [isAdded, setIsAdded] = useLocalStorage({ key: "signet-zone-is-added", defaultValue: false });
  if (zone === undefined) return children(whole);
  return (
    <>
      <Switch
        label={`My provider's form adds .${zone} to names`}
        description="As most do. What it adds is left out of the names below."
        checked={isAdded}
        onChange={({ currentTarget }) => setIsAdded(currentTarget.checked)}
      />
      {children(isAdded ? (name) => withoutZone(name, zone) : whole)}
    </>
  );
}

/** Where nobody has registered the domain, the check ends at a zone that is nobody's to edit: `com`. */
export function zoneOf({ latest_check }: Proof): string | undefined {
  return latest_check?.evidence.find(({ zone }) => zone?.includes("."))?.zone;
}

function whole(name: string): string {
  return name;
}

/** `@` is what forms call the zone itself. */
function withoutZone(name: string, zone: string): string {
  if (name === zone) return "@";
  return name.endsWith(`.${zone}`) ? name.slice(0, -zone.length - 1) : name;
}
