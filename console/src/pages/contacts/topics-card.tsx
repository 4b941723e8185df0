import { Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import { type ContactList, type ContactTopic, contactsKey, removeTopic } from "#console/api/contacts.ts";
import { Card } from "#console/elements/card.tsx";
import { ConfirmDeletion } from "#console/elements/confirm-deletion.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { Entries, Entry } from "#console/elements/entries.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { useChange } from "#console/elements/use-change.ts";
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
      <RemoveTopic list={name} topic={removing} onClose={() => setRemoving(undefined)} />
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
              <Button
                size="xs"
                variant="subtle"
                color="red"
                aria-label={`Remove the topic ${TopicName}`}
                onClick={() => onRemove(topic)}
              >
                Remove
              </Button>
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

interface RemoveTopicProps {
  readonly list: string;
  /** Undefined: nothing is asked. */
  readonly topic: ContactTopic | undefined;
  readonly onClose: () => void;
}

function RemoveTopic({ list, topic, onClose }: RemoveTopicProps): ReactNode {
  const remove = useChange({
    change: async () => await removeTopic(list, topic?.TopicName ?? ""),
    affects: [contactsKey],
    done: "The topic is gone",
    tellsFailure: false,
    after: onClose,
  });
  return (
    <ConfirmDeletion
      opened={topic !== undefined}
      onClose={onClose}
      title={`Remove ${topic?.DisplayName ?? "it"}?`}
      label="Remove"
      deletion={remove}
    >
      Messages that name it are refused from then on, and nobody can subscribe to it any more.
    </ConfirmDeletion>
  );
}
