import { memo, type ReactNode } from "react";
import type { Suppressed } from "#console/api/suppression.ts";
import { Entry } from "#console/elements/entries.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { RowButton } from "#console/elements/row-button.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { MailName } from "#console/names/mail-name.tsx";

interface SuppressedEntryProps {
  readonly suppressed: Suppressed;
  readonly onRemove: (suppressed: Suppressed) => void;
}

/** Drawn anew only when it changed, as a message is. */
export const SuppressedEntry = memo(({ suppressed, onRemove }: SuppressedEntryProps): ReactNode => {
  const { EmailAddress: address = "", Reason, LastUpdateTime } = suppressed;
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
      actions={<RowButton label="Remove" of={address} takesAway onClick={() => onRemove(suppressed)} />}
    >
      On the list since <RelativeTime at={LastUpdateTime} />
    </Entry>
  );
});
