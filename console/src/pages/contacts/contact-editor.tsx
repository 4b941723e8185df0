import { SegmentedControl, Stack, Switch, Text, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import {
  type ContactDraft,
  type ContactList,
  type ContactTopic,
  contactsKey,
  putContact,
  type SubscriptionStatus,
} from "#console/api/contacts.ts";
import { Dialog } from "#console/elements/dialog.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useChange } from "#console/elements/use-change.ts";

interface ContactEditorProps {
  readonly list: ContactList;
  readonly contact: ContactDraft;
  readonly onClose: () => void;
}

export function ContactEditor({ list, contact, onClose }: ContactEditorProps): ReactNode {
  const [draft, setDraft] = useState(contact);
  const save = useChange({
    change: async () =>
      await putContact(list.ContactListName ?? "", { ...draft, address: draft.address.trim() }),
    affects: [contactsKey],
    done: "Saved",
    tellsFailure: false,
    after: onClose,
  });
  const prefer = (TopicName: string, chosen: string) => {
    const others = draft.preferences.filter((one) => one.TopicName !== TopicName);
    const said = { TopicName, SubscriptionStatus: chosen as SubscriptionStatus };
    setDraft({ ...draft, preferences: chosen === "default" ? others : [...others, said] });
  };
  return (
    <Dialog opened onClose={onClose} title={contact.isNew ? "Add a contact" : contact.address}>
      <SaveForm saving={{ ...save, mutate: () => save.mutate() }}>
        {contact.isNew && (
          <TextInput
            label="E-mail address"
            value={draft.address}
            onChange={(event) => setDraft({ ...draft, address: event.currentTarget.value })}
            required
            autoComplete="off"
            spellCheck={false}
            data-autofocus
          />
        )}
        {(list.Topics ?? []).map((topic) => (
          <TopicChoice
            key={topic.TopicName}
            topic={topic}
            chosen={
              draft.preferences.find(({ TopicName }) => TopicName === topic.TopicName)?.SubscriptionStatus ??
              "default"
            }
            disabled={draft.unsubscribedFromAll}
            onChange={(chosen) => prefer(topic.TopicName ?? "", chosen)}
          />
        ))}
        <Switch
          label="Unsubscribed from all"
          description="Gets no mail of this list, whatever the topics say."
          checked={draft.unsubscribedFromAll}
          onChange={(event) => setDraft({ ...draft, unsubscribedFromAll: event.currentTarget.checked })}
        />
      </SaveForm>
    </Dialog>
  );
}

interface TopicChoiceProps {
  readonly topic: ContactTopic;
  readonly chosen: string;
  readonly disabled: boolean;
  readonly onChange: (chosen: string) => void;
}

function TopicChoice({ topic, chosen, disabled, onChange }: TopicChoiceProps): ReactNode {
  const byDefault = topic.DefaultSubscriptionStatus === "OPT_IN" ? "subscribed" : "not";
  return (
    <Stack gap={4} align="flex-start">
      <Text fw={550}>{topic.DisplayName}</Text>
      <SegmentedControl
        size="xs"
        aria-label={topic.DisplayName ?? "Topic"}
        value={chosen}
        onChange={onChange}
        disabled={disabled}
        data={[
          { value: "OPT_IN", label: "Subscribed" },
          { value: "OPT_OUT", label: "Not" },
          { value: "default", label: `By default (${byDefault})` },
        ]}
      />
    </Stack>
  );
}
