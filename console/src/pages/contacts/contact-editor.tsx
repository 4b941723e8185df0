import { SegmentedControl, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import {
  type ContactDraft,
  type ContactList,
  type ContactTopic,
  contactQuery,
  contactsKey,
  putContact,
  type SubscriptionStatus,
  withPreference,
} from "#console/api/contacts.ts";
import { Dialog } from "#console/elements/dialog.tsx";
import { SaveForm } from "#console/elements/save-form.tsx";
import { useDraft } from "#console/elements/use-draft.ts";
import { inLetters } from "#console/names/in-letters.ts";

interface ContactEditorProps {
  readonly list: ContactList;
  readonly contact: ContactDraft;
  readonly onClose: () => void;
}

export function ContactEditor({ list, contact, onClose }: ContactEditorProps): ReactNode {
  const name = list.ContactListName ?? "";
  const query = contactQuery(name, contact);
  const { data: there } = useQuery(query);
  const { value, change, saving } = useDraft({
    query,
    there,
    part: asItIs,
    put: async (draft) => await putContact(name, { ...draft, address: draft.address.trim() }),
    affects: [contactsKey],
    after: onClose,
  });
  return (
    <Dialog
      opened
      onClose={onClose}
      title={contact.isNew ? "Add a contact" : (inLetters(contact.address) ?? contact.address)}
    >
      <SaveForm saving={saving}>
        {contact.isNew && (
          <TextInput
            label="E-mail address"
            value={value.address}
            onChange={(event) => change({ address: event.currentTarget.value })}
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
              value.preferences.find(({ TopicName }) => TopicName === topic.TopicName)?.SubscriptionStatus ??
              "default"
            }
            hasSaid={there.preferences.some(({ TopicName }) => TopicName === topic.TopicName)}
            disabled={value.unsubscribedFromAll}
            onChange={(chosen) =>
              change(withPreference(value, topic.TopicName ?? "", chosen as SubscriptionStatus | "default"))
            }
          />
        ))}
        <Switch
          label="Unsubscribed from all"
          description="Gets no mail of this list, whatever the topics say."
          checked={value.unsubscribedFromAll}
          onChange={(event) => change({ unsubscribedFromAll: event.currentTarget.checked })}
        />
      </SaveForm>
    </Dialog>
  );
}

function asItIs(contact: ContactDraft): ContactDraft {
  return contact;
}

interface TopicChoiceProps {
  readonly topic: ContactTopic;
  readonly chosen: string;
  /** What was said can be changed, and not be unsaid: SES has no call for that. */
  readonly hasSaid: boolean;
  readonly disabled: boolean;
  readonly onChange: (chosen: string) => void;
}

function TopicChoice({ topic, chosen, hasSaid, disabled, onChange }: TopicChoiceProps): ReactNode {
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
          ...(hasSaid ? [] : [{ value: "default", label: `By default (${byDefault})` }]),
        ]}
      />
    </Stack>
  );
}
