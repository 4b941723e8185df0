import { Button } from "@mantine/core";
import { PaperPlaneIcon } from "@radix-ui/react-icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type MessageFilter, messagesQuery } from "#console/api/messages.ts";
import { unlessStandingStill } from "#console/api/standing-still.ts";
import { Card } from "#console/elements/card.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Found } from "#console/elements/found.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { MoreButton } from "#console/elements/more-button.tsx";
import { Page } from "#console/elements/page.tsx";
import { MessageFilters } from "./message-filters.tsx";
import { MessageTable } from "./message-table.tsx";
import { SendTestButton } from "./send-test-button.tsx";

/** What was sent, and what became of it. */
export function MessagesPage(): ReactNode {
  const filter: MessageFilter = useSearch({ from: "/messages" });
  const list = useInfiniteQuery({ ...messagesQuery(filter), refetchInterval: unlessStandingStill(15_000) });
  const isNarrowed = Object.keys(filter).length > 0;
  return (
    <Page title="Messages" subtitle="What was sent, and what became of it." actions={<SendTestButton />}>
      <MessageFilters filter={filter} />
      <Found list={list} isNarrowed={isNarrowed} count={({ messages }) => messages.length} />
      <Card flush>
        <Loaded query={list}>
          {({ pages }) => {
            const messages = pages.flatMap((page) => page.messages);
            if (messages.length > 0) return <MessageTable messages={messages} />;
            return <NoMessages isNarrowed={isNarrowed} hasMore={list.hasNextPage} />;
          }}
        </Loaded>
      </Card>
      <MoreButton list={list} isLive />
    </Page>
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
