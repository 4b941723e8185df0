import { Button, Group, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { inboxQuery } from "#console/api/inbox.ts";
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
    ...inboxQuery({ to: sent.to }),
    refetchInterval: ({ state }) => (find(state.data, sent) === undefined ? 500 : false),
  });
  const arrived = find(inbox.data, sent);
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
      </Group>
    </Step>
  );
}

type Pages = {
  readonly pages: readonly { readonly messages: readonly { id: string; message_id: string }[] }[];
};

function find(data: Pages | undefined, { messageId }: SentTest) {
  return data?.pages.flatMap(({ messages }) => messages).find(({ message_id }) => message_id === messageId);
}
