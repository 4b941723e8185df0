import { Checkbox, Radio, Stack, Switch } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { putTenantSuppression, tenantQuery } from "#console/api/tenants.ts";
import { Card } from "#console/elements/card.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useChange } from "#console/elements/use-change.ts";
import type { TenantProps } from "./tenant-props.ts";

type Scope = "ACCOUNT" | "TENANT";
type Reason = "BOUNCE" | "COMPLAINT";

/** Whose list its messages heed and fill, and because of what. */
export function SuppressionCard({ name, tenant }: TenantProps): ReactNode {
  const own = tenant.SuppressionAttributes;
  const [scope, setScope] = useState<Scope>(own?.SuppressionScope ?? "ACCOUNT");
  const [hasReasons, setHasReasons] = useState(own?.SuppressedReasons !== undefined);
  const [reasons, setReasons] = useState<string[]>([...(own?.SuppressedReasons ?? ["BOUNCE", "COMPLAINT"])]);
  const save = useChange({
    change: async () =>
      await putTenantSuppression(name, {
        SuppressionScope: scope,
        ...(hasReasons ? { SuppressedReasons: reasons as Reason[] } : {}),
      }),
    affects: [tenantQuery(name).queryKey],
    done: "Saved",
    tellsFailure: false,
  });
  return (
    <Card
      title="Suppression"
      description="To whom nothing is sent for it. A configuration set may have settings of its own."
    >
      <SaveForm saving={{ ...save, mutate: () => save.mutate() }}>
        <Radio.Group label="The list" value={scope} onChange={(chosen) => setScope(chosen as Scope)}>
          <Stack gap="xs" mt="xs">
            <Radio value="ACCOUNT" label="the account's, as everybody's" />
            <Radio value="TENANT" label="one of its own: what others' mail met with does not count" />
          </Stack>
        </Radio.Group>
        <Switch
          label="Reasons of its own"
          description="Off: those of the account hold."
          checked={hasReasons}
          onChange={(event) => setHasReasons(event.currentTarget.checked)}
        />
        {hasReasons && (
          <Checkbox.Group
            label="Nothing is sent to who is on the list because of"
            value={reasons}
            onChange={setReasons}
          >
            <Stack gap="xs" mt="xs">
              <Checkbox value="BOUNCE" label="a bounce: the address does not exist" />
              <Checkbox value="COMPLAINT" label="a complaint: the mail was reported as spam" />
            </Stack>
          </Checkbox.Group>
        )}
      </SaveForm>
    </Card>
  );
}
