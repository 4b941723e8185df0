import { Button, Group, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type InboxListed, inboxQuery } from "#console/api/inbox.ts";
import type { Session } from "#console/api/session.ts";
import type { SentTest } from "./sent-test.ts";
import { Step } from "./step.tsx";

interface ReadStepProps {
  readonly sent: SentTest | undefined;
  readonly delivery: Session["delivery"];
}

export function ReadStep({ sent, delivery }: ReadStepProps): ReactNode {
  const title = "Read it";
  if (sent === undefined) return <Step number={4} title={title} state="to come" />;
  if (delivery !== "capture") {
    return (
      <Step number={4} title={title} state="now">
        <Text>It is on its way to {sent.to}.</Text>
      </Step>
    );
  }
  return <InInbox sent={sent} />;
}

function InInbox({ sent }: { readonly sent: SentTest }): ReactNode {
  const inbox = useInfiniteQuery({
    ...inboxQuery({ message_id: sent.messageId }),
    refetchInterval: ({ state }) => (arrivedIn(state.data?.pages) === undefined ? 500 : false),
  });
  const arrived = arrivedIn(inbox.data?.pages);
  if (arrived === undefined) {
    return (
      <Step number={4} title="Read it" state="now">
        <Text c="dimmed">Signing and delivering it…</Text>
      </Step>
    );
  }
  return (
    <Step number={4} title="Read it" state="done" result="It is in the inbox.">
      <Group gap="sm">
        <Button component={Link} to={`/inbox/${arrived.id}`}>
          Open it
        </Button>
        <Button variant="default" component={Link} to={`/messages/${sent.messageId}`}>
          What became of it
        </Button>
      </Group>
    </Step>
  );
}

function arrivedIn(pages: readonly { readonly messages: readonly InboxListed[] }[] | undefined) {
  return pages?.flatMap(({ messages }) => messages)[0];
}
