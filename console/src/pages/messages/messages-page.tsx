import { Button, Table } from "@mantine/core";
import { PaperPlaneIcon } from "@radix-ui/react-icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type MessageFilter, messagesQuery, type SentListed } from "#console/api/messages.ts";
import { Card } from "#console/elements/card.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { MoreButton } from "#console/elements/more-button.tsx";
import { Page } from "#console/elements/page.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { DeliveryStateBadge } from "./delivery-state.tsx";
import { MessageFilters } from "./message-filters.tsx";

/** What was sent, and what became of it. */
export function MessagesPage(): ReactNode {
  const filter: MessageFilter = useSearch({ from: "/messages" });
  const list = useInfiniteQuery({ ...messagesQuery(filter), refetchInterval: 15_000 });
  const isNarrowed = Object.keys(filter).length > 0;
  return (
    <Page title="Messages" subtitle="What was sent, and what became of it.">
      <MessageFilters filter={filter} />
      <Card flush>
        <Loaded query={list}>
          {({ pages }) => {
            const messages = pages.flatMap((page) => page.messages);
            if (messages.length > 0) return <MessageTable messages={messages} />;
            return <NoMessages isNarrowed={isNarrowed} hasMore={list.hasNextPage} />;
          }}
        </Loaded>
      </Card>
      <MoreButton list={list} />
    </Page>
  );
}

function MessageTable({ messages }: { readonly messages: readonly SentListed[] }): ReactNode {
  return (
    <Table highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>To</Table.Th>
          <Table.Th data-wide>Subject</Table.Th>
          <Table.Th>State</Table.Th>
          <Table.Th data-wide>Last event</Table.Th>
          <Table.Th>Sent</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {messages.map(({ id, to, subject, state, last_event, created_at }) => (
          <Table.Tr key={id}>
            <Table.Td fw={550}>
              <Link to="/messages/$id" params={{ id }}>
                {to[0]}
                {to.length > 1 && ` and ${to.length - 1} more`}
              </Link>
            </Table.Td>
            <Table.Td data-wide>{subject ?? "(no subject)"}</Table.Td>
            <Table.Td>
              <DeliveryStateBadge state={state} />
            </Table.Td>
            <Table.Td data-wide>{last_event}</Table.Td>
            <Table.Td>
              <RelativeTime at={created_at} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface NoMessagesProps {
  readonly isNarrowed: boolean;
  readonly hasMore: boolean;
}

function NoMessages({ isNarrowed, hasMore }: NoMessagesProps): ReactNode {
  if (isNarrowed) {
    return (
      <EmptyState icon={<PaperPlaneIcon />} title="Nothing matches so far">
        {hasMore
          ? "The newest messages were looked at. Show more to look at older ones."
          : "No message fits these filters."}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<PaperPlaneIcon />}
      title="Nothing was sent yet"
      actions={
        <Button component={Link} to="/">
          Send a first message
        </Button>
      }
    >
      Every message is listed here with its events and each attempt to deliver it.
    </EmptyState>
  );
}
