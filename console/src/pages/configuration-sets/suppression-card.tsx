import type { ReactNode } from "react";
import { putOptions } from "#console/api/configuration-sets.ts";
import { Card } from "#console/elements/card.tsx";
import { OwnReasons, reasonsDraft } from "#console/elements/own-reasons.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import type { SetProps } from "./set-props.ts";
import { useOptions } from "./use-options.ts";

/** Whom its messages are kept from. */
export function SuppressionCard({ name, set }: SetProps): ReactNode {
  const { value, change, saving } = useOptions(
    { name, set },
    ({ SuppressionOptions }) => reasonsDraft(SuppressionOptions?.SuppressedReasons),
    async ({ hasReasons, reasons }, { SuppressionOptions }) =>
      await putOptions(name, "suppression-options", {
        ...SuppressionOptions,
        SuppressedReasons: hasReasons ? reasons : undefined,
      }),
  );
  return (
    <Card title="Suppression" description="To whom nothing is sent with this set.">
      <SaveForm saving={saving}>
        <OwnReasons draft={value} otherwise="the account, or of the tenant," onChange={change} />
      </SaveForm>
    </Card>
  );
}
