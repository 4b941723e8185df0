import { type ReactNode, useState } from "react";
import { type Suppressed, suppressionKey, type TenantOfList, unsuppress } from "#console/api/suppression.ts";
import { ConfirmDeletion } from "#console/elements/confirm-deletion.tsx";
import { Entries } from "#console/elements/entries.tsx";
import { SuppressedEntry } from "./suppressed-entry.tsx";

interface SuppressedEntriesProps {
  readonly tenant: TenantOfList;
  readonly list: readonly Suppressed[];
  /** What stands below them. */
  readonly children?: ReactNode;
}

export function SuppressedEntries({ tenant, list, children }: SuppressedEntriesProps): ReactNode {
  const [removing, setRemoving] = useState<Suppressed>();
  return (
    <>
      <Entries>
        {list.map((one) => (
          <SuppressedEntry key={one.EmailAddress} suppressed={one} onRemove={setRemoving} />
        ))}
        {children}
      </Entries>
      <ConfirmDeletion
        of={removing}
        onClose={() => setRemoving(undefined)}
        title={({ EmailAddress }) => `Send to ${EmailAddress} again?`}
        label="Remove"
        remove={async ({ EmailAddress = "" }) => await unsuppress(tenant, EmailAddress)}
        affects={[suppressionKey]}
        done={({ EmailAddress }) => `${EmailAddress} gets mail again`}
      >
        {({ Reason }) =>
          Reason === "COMPLAINT"
            ? "They reported a message as spam. Another report costs your reputation with their provider."
            : "Mail to them bounced. If it does so again, they are back on the list."
        }
      </ConfirmDeletion>
    </>
  );
}
