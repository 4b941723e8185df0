import { TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import {
  type SuppressionReason,
  suppress,
  suppressionKey,
  type TenantOfList,
} from "#console/api/suppression.ts";
import { RadioChoice } from "#console/elements/radio-choice.tsx";
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
      <RadioChoice
        label="Reason"
        value={reason}
        options={{ BOUNCE: "it bounces", COMPLAINT: "its owner complained" }}
        onChange={setReason}
      />
    </SaveForm>
  );
}
