import { Radio, Stack, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import {
  type SuppressionReason,
  suppress,
  suppressionKey,
  type TenantOfList,
} from "#console/api/suppression.ts";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useChange } from "#console/elements/use-change.ts";

export function SuppressForm({
  tenant,
  onDone,
}: {
  readonly tenant: TenantOfList;
  readonly onDone: () => void;
}): ReactNode {
  const [address, setAddress] = useState("");
  const [reason, setReason] = useState<SuppressionReason>("BOUNCE");
  const add = useChange({
    change: async () => await suppress(tenant, address.trim(), reason),
    affects: [suppressionKey],
    done: `Nothing is sent to ${address.trim()}${tenant === undefined ? "" : ` for ${tenant}`} any more`,
    tellsFailure: false,
    after: onDone,
  });
  return (
    <SaveForm saving={add} label="Add">
      <TextInput
        label="E-mail address"
        placeholder="gone@example.com"
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
        required
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      <Radio.Group
        label="Reason"
        value={reason}
        onChange={(chosen) => setReason(chosen as SuppressionReason)}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="BOUNCE" label="it bounces" />
          <Radio value="COMPLAINT" label="its owner complained" />
        </Stack>
      </Radio.Group>
    </SaveForm>
  );
}
