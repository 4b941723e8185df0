import { TagsInput, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { type CreatedKey, createKey, keysKey, type NewKey } from "#console/api/keys.ts";
import { RadioChoice } from "#console/elements/radio-choice.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useChange } from "#console/elements/use-change.ts";

export function KeyForm({ onCreated }: { readonly onCreated: (key: CreatedKey) => void }): ReactNode {
  const [draft, setDraft] = useState<NewKey>({
    kind: "access-key",
    description: "",
    may: "everything",
    from: null,
  });
  const creation = useChange({
    change: async () => await createKey(draft),
    affects: [keysKey],
    tellsFailure: false,
    after: onCreated,
  });
  return (
    <SaveForm saving={creation} label="Create">
      <RadioChoice
        label="Kind"
        value={draft.kind}
        options={{
          "access-key": "Access key: for AWS SDKs, the AWS CLI and SMTP",
          "api-key": "API key: for curl and plain HTTP",
        }}
        onChange={(kind) => setDraft({ ...draft, kind })}
      />
      <RadioChoice
        label="It may"
        value={draft.may}
        options={{ everything: "Do all that the account may", send: "Send, and nothing else" }}
        onChange={(may) => setDraft({ ...draft, may })}
      />
      {draft.may === "send" && (
        <TagsInput
          label="Only from"
          description="Domains and addresses; Enter adds one. All of the account’s while there is none."
          placeholder={draft.from === null ? "shop.example" : ""}
          value={[...(draft.from ?? [])]}
          onChange={(from) => setDraft({ ...draft, from: from.length === 0 ? null : from })}
          acceptValueOnBlur
        />
      )}
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
