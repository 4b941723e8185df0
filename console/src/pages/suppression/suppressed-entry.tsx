import { memo, type ReactNode } from "react";
import { type Suppressed, suppressionKey, type TenantOfList, unsuppress } from "#console/api/suppression.ts";
import { Entry } from "#console/elements/entries.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { RowButton } from "#console/elements/row-button.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { MailName } from "#console/names/mail-name.tsx";

interface SuppressedEntryProps {
  readonly tenant: TenantOfList;
  readonly suppressed: Suppressed;
}

/** Drawn anew only when it changed, as a message is. */
export const SuppressedEntry = memo(({ tenant, suppressed }: SuppressedEntryProps): ReactNode => {
  const { EmailAddress: address = "", Reason, LastUpdateTime } = suppressed;
  const remove = useChange({
    change: async () => await unsuppress(tenant, address),
    affects: [suppressionKey],
    done: `${address} gets mail again`,
  });
  return (
    <Entry
      title={
        <>
          <MailName name={address} />
          <StatusBadge tone={Reason === "COMPLAINT" ? "bad" : "waiting"}>
            {Reason === "COMPLAINT" ? "Complained" : "Bounced"}
          </StatusBadge>
        </>
      }
      actions={
        <RowButton
          label="Remove"
          of={address}
          takesAway
          isPending={remove.isPending}
          onClick={() => remove.mutate()}
        />
      }
    >
      On the list since <RelativeTime at={LastUpdateTime} />
    </Entry>
  );
});
