import { Radio, Stack, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { type CreatedKey, createKey, keysKey, type NewKey } from "#console/api/keys.ts";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useChange } from "#console/elements/use-change.ts";

export function KeyForm({ onCreated }: { readonly onCreated: (key: CreatedKey) => void }): ReactNode {
  const [draft, setDraft] = useState<NewKey>({ kind: "access-key", description: "" });
  const creation = useChange({
    change: async () => await createKey(draft),
    affects: [keysKey],
    tellsFailure: false,
    after: onCreated,
  });
  return (
    <SaveForm saving={creation} label="Create">
      <Radio.Group
        label="Kind"
        value={draft.kind}
        onChange={(kind) => setDraft({ ...draft, kind: kind as NewKey["kind"] })}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="access-key" label="Access key: for AWS SDKs, the AWS CLI and SMTP" />
          <Radio value="api-key" label="API key: for curl and plain HTTP" />
        </Stack>
      </Radio.Group>
      <TextInput
        label="What is it for?"
        placeholder="the shop's server"
        value={draft.description}
        onChange={(event) => setDraft({ ...draft, description: event.currentTarget.value })}
        autoComplete="off"
        data-autofocus
      />
    </SaveForm>
  );
}
