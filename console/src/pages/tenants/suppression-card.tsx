import type { ReactNode } from "react";
import { putTenantSuppression, type Tenant, tenantQuery } from "#console/api/tenants.ts";
import { Card } from "#console/elements/card.tsx";
import { OwnReasons, reasonsDraft } from "#console/elements/own-reasons.tsx";
import { RadioChoice } from "#console/elements/radio-choice.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useDraft } from "#console/elements/use-draft.ts";
import type { TenantProps } from "./tenant-props.ts";

type Scope = "ACCOUNT" | "TENANT";

/** Whose list its messages heed and fill, and because of what. */
export function SuppressionCard({ name, tenant }: TenantProps): ReactNode {
  const { value, change, saving } = useDraft({
    query: tenantQuery(name),
    there: tenant,
    part: draftOf,
    put: async ({ scope, hasReasons, reasons }) =>
      await putTenantSuppression(name, {
        SuppressionScope: scope,
        ...(hasReasons ? { SuppressedReasons: reasons } : {}),
      }),
  });
  return (
    <Card
      title="Suppression"
      description="To whom nothing is sent for it. A configuration set may have settings of its own."
    >
      <SaveForm saving={saving}>
        <RadioChoice
          label="The list"
          value={value.scope}
          options={{
            ACCOUNT: "the account's, as everybody's",
            TENANT: "one of its own: what others' mail met with does not count",
          }}
          onChange={(scope) => change({ scope })}
        />
        <OwnReasons draft={value} otherwise="the account" onChange={change} />
      </SaveForm>
    </Card>
  );
}

function draftOf({ SuppressionAttributes: own }: Tenant) {
  const scope: Scope = own?.SuppressionScope ?? "ACCOUNT";
  return { scope, ...reasonsDraft(own?.SuppressedReasons) };
}
