import { Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import { type ContactList, type ContactTopic, contactsKey, removeTopic } from "#console/api/contacts.ts";
import { Card } from "#console/elements/card.tsx";
import { ConfirmDeletion } from "#console/elements/confirm-deletion.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { Entries, Entry } from "#console/elements/entries.tsx";
import { RowButton } from "#console/elements/row-button.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { TopicForm } from "./topic-form.tsx";

/** What one can subscribe to. */
export function TopicsCard({ list }: { readonly list: ContactList }): ReactNode {
  const { ContactListName: name = "", Topics: topics = [] } = list;
  const [adding, addingIs] = useDisclosure(false);
  const [removing, setRemoving] = useState<ContactTopic>();
  return (
    <Card
      title="Topics"
      description="Kinds of mail that one can subscribe to by themselves; 20 at most. Without any, one subscribes to the list as a whole."
      actions={
        <Button size="xs" variant="default" onClick={addingIs.open}>
          Add a topic
        </Button>
      }
      {...(topics.length === 0 ? {} : { flush: true })}
    >
      {topics.length === 0 ? (
        <Text c="dimmed">None yet.</Text>
      ) : (
        <TopicList topics={topics} onRemove={setRemoving} />
      )}
      <Dialog opened={adding} onClose={addingIs.close} title="Add a topic">
        <TopicForm list={name} onDone={addingIs.close} />
      </Dialog>
      <ConfirmDeletion
        of={removing}
        onClose={() => setRemoving(undefined)}
        title={({ DisplayName }) => `Remove ${DisplayName}?`}
        label="Remove"
        remove={async ({ TopicName = "" }) => await removeTopic(name, TopicName)}
        affects={[contactsKey]}
        done="The topic is gone"
      >
        Messages that name it are refused from then on, and nobody can subscribe to it any more.
      </ConfirmDeletion>
    </Card>
  );
}

interface TopicListProps {
  readonly topics: readonly ContactTopic[];
  readonly onRemove: (topic: ContactTopic) => void;
}

function TopicList({ topics, onRemove }: TopicListProps): ReactNode {
  return (
    <Entries>
      {topics.map((topic) => {
        const { TopicName = "", DisplayName, Description, DefaultSubscriptionStatus } = topic;
        return (
          <Entry
            key={TopicName}
            title={
              <>
                {DisplayName}
                <StatusBadge tone="neutral">
                  {DefaultSubscriptionStatus === "OPT_IN" ? "Subscribed by default" : "Not by default"}
                </StatusBadge>
              </>
            }
            actions={
              <RowButton
                label="Remove"
                of={`the topic ${TopicName}`}
                takesAway
                onClick={() => onRemove(topic)}
              />
            }
          >
            {TopicName}
            {Description !== undefined && ` · ${Description}`}
          </Entry>
        );
      })}
    </Entries>
  );
}
