import { Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";
import { type ContactList, type ContactTopic, contactsKey, putTopics } from "#console/api/contacts.ts";
import { Card } from "#console/elements/card.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { Entries, Entry } from "#console/elements/entries.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { TopicForm } from "./topic-form.tsx";

/** What one can subscribe to. */
export function TopicsCard({ list }: { readonly list: ContactList }): ReactNode {
  const topics = list.Topics ?? [];
  const [adding, addingIs] = useDisclosure(false);
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
      {topics.length === 0 ? <Text c="dimmed">None yet.</Text> : <TopicList list={list} topics={topics} />}
      <Dialog opened={adding} onClose={addingIs.close} title="Add a topic">
        <TopicForm list={list} onDone={addingIs.close} />
      </Dialog>
    </Card>
  );
}

interface TopicListProps {
  readonly list: ContactList;
  readonly topics: readonly ContactTopic[];
}

function TopicList({ list, topics }: TopicListProps): ReactNode {
  const remove = useChange({
    change: async (name: string) =>
      await putTopics(
        list,
        topics.filter(({ TopicName }) => TopicName !== name),
      ),
    affects: [contactsKey],
    done: "The topic is gone",
  });
  return (
    <Entries>
      {topics.map(({ TopicName = "", DisplayName, Description, DefaultSubscriptionStatus }) => (
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
              onClick={() => remove.mutate(TopicName)}
            >
              Remove
            </Button>
          }
        >
          {TopicName}
          {Description !== undefined && ` · ${Description}`}
        </Entry>
      ))}
    </Entries>
  );
}
