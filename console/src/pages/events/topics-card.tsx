import { Button, Table } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { BellIcon } from "@radix-ui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { createTopic, type Topic, topicsKey, topicsQuery } from "#console/api/topics.ts";
import { Card } from "#console/elements/card.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { NameForm } from "#console/elements/name-form.tsx";
import { NameWithIcon } from "#console/elements/name-with-icon.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { TableHead } from "#console/elements/table-head.tsx";
import { useChange } from "#console/elements/use-change.ts";
import classes from "./topics-card.module.css";

export function TopicsCard(): ReactNode {
  const query = useQuery(topicsQuery);
  const [creating, creatingIs] = useDisclosure(false);
  return (
    <Card
      title="Topics"
      description="SNS topics of Signet's own. Event destinations name them by their ARN; endpoints subscribe as they would at SNS."
      actions={
        <Button size="xs" variant="default" onClick={creatingIs.open}>
          Create a topic
        </Button>
      }
      flush
    >
      <Loaded query={query}>
        {(topics) => (topics.length === 0 ? <NoTopics /> : <TopicTable topics={topics} />)}
      </Loaded>
      <Dialog opened={creating} onClose={creatingIs.close} title="Create a topic">
        <CreateTopic />
      </Dialog>
    </Card>
  );
}

function TopicTable({ topics }: { readonly topics: readonly Topic[] }): ReactNode {
  return (
    <Table highlightOnHover>
      <TableHead columns={["Name", { wide: "ARN" }, "Created"]} />
      <Table.Tbody>
        {topics.map(({ name, arn, created_at }) => (
          <Table.Tr key={arn}>
            <Table.Td>
              <NameWithIcon icon={<BellIcon />}>
                <Link to="/events/topics/$name" params={{ name }}>
                  {name}
                </Link>
              </NameWithIcon>
            </Table.Td>
            <Table.Td data-wide className={classes["arn"]}>
              {arn}
            </Table.Td>
            <Table.Td>
              <RelativeTime at={created_at} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function CreateTopic(): ReactNode {
  const navigate = useNavigate();
  const creation = useChange({
    change: createTopic,
    affects: [topicsKey],
    tellsFailure: false,
    after: async (_, name) => await navigate({ to: "/events/topics/$name", params: { name } }),
  });
  return <NameForm label="Name" placeholder="mail-events" button="Create" creation={creation} />;
}

function NoTopics(): ReactNode {
  return (
    <EmptyState icon={<BellIcon />} title="No topics in this region">
      For programs that were written for SES with SNS: the same notifications, signed the same way, without
      AWS.
    </EmptyState>
  );
}
