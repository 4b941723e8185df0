import { Select, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { configurationSetsQuery, namesOfSets } from "#console/api/configuration-sets.ts";
import { eventChoices, eventTypes } from "#console/api/events.ts";
import { createWebhook, type NewWebhook, webhooksKey } from "#console/api/webhooks.ts";
import { CheckList } from "#console/elements/check-list.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { useRestOnOpening } from "#console/elements/use-rest-on-opening.ts";

export function WebhookForm({ onCreated }: { readonly onCreated: (secret: string) => void }): ReactNode {
  const [draft, setDraft] = useState<NewWebhook>({ url: "", events: eventTypes, configuration_set: null });
  const sets = useInfiniteQuery(configurationSetsQuery());
  const rest = useRestOnOpening(sets);
  const creation = useChange({
    change: async () => await createWebhook({ ...draft, url: draft.url.trim() }),
    affects: [webhooksKey],
    tellsFailure: false,
    after: onCreated,
  });
  const names = namesOfSets(sets.data);
  return (
    <SaveForm saving={creation} label="Add">
      <TextInput
        label="URL"
        placeholder="https://shop.example/mail-events"
        value={draft.url}
        onChange={(event) => setDraft({ ...draft, url: event.currentTarget.value })}
        required
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      <CheckList
        label="Told of"
        choices={eventChoices}
        chosen={draft.events}
        onChange={(events) => setDraft({ ...draft, events })}
      />
      <Select
        {...rest}
        label="Messages"
        description="Those of one configuration set, or all."
        placeholder="All of this region"
        clearable
        searchable
        value={draft.configuration_set}
        data={[...names]}
        onChange={(configuration_set) => setDraft({ ...draft, configuration_set })}
      />
    </SaveForm>
  );
}
