import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link2Icon } from "@radix-ui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { ApiFailure } from "#console/api/failure.ts";
import {
  deleteTopic,
  type Subscription,
  subscribe,
  subscriptionsQuery,
  topicsKey,
  topicsQuery,
  unsubscribe,
} from "#console/api/topics.ts";
import { Card } from "#console/elements/card.tsx";
import { ConfirmDeletion } from "#console/elements/confirm-deletion.tsx";
import { Copyable } from "#console/elements/copyable.tsx";
import { DeletionCard } from "#console/elements/deletion-card.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Entries, Entry } from "#console/elements/entries.tsx";
import { FailureNotice } from "#console/elements/failure-notice.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { NameForm } from "#console/elements/name-form.tsx";
import { Page } from "#console/elements/page.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { RowButton } from "#console/elements/row-button.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { useChange } from "#console/elements/use-change.ts";

/** Endpoints confirm by themselves, within moments. */
const whileUnconfirmedMs = 2_000;

const back = { to: "/events", label: "Topics and webhooks" } as const;

/** One topic, and the endpoints that subscribed to it. */
export function TopicPage(): ReactNode {
  const { name } = useParams({ from: "/events/topics/$name" });
  const topics = useQuery(topicsQuery);
  const topic = topics.data?.find((one) => one.name === name);
  const query = useQuery({
    ...subscriptionsQuery(name),
    refetchInterval: ({ state }) =>
      state.data?.some((one) => one.state !== "confirmed") === true && whileUnconfirmedMs,
  });
  const [adding, addingIs] = useDisclosure(false);
  if (topics.data !== undefined && topic === undefined) return <NoTopic name={name} />;
  return (
    <Page
      title={name}
      back={back}
      subtitle={topic && <Copyable value={topic.arn} what="the ARN" />}
      actions={<Button onClick={addingIs.open}>Subscribe an endpoint</Button>}
    >
      <Card title="Subscriptions" flush>
        <Loaded query={query}>
          {(subscriptions) =>
            subscriptions.length === 0 ? (
              <NoSubscriptions />
            ) : (
              <SubscriptionList topic={name} subscriptions={subscriptions} />
            )
          }
        </Loaded>
      </Card>
      <DeleteTopic name={name} />
      <Dialog
        opened={adding}
        onClose={addingIs.close}
        title="Subscribe an endpoint"
        description="It is posted a SubscriptionConfirmation now, and is told of nothing until it has followed the link in it."
      >
        <Subscribe topic={name} onDone={addingIs.close} />
      </Dialog>
    </Page>
  );
}

function NoTopic({ name }: { readonly name: string }): ReactNode {
  const message = `Topic ${name} does not exist.`;
  return (
    <Page title={name} back={back}>
      <FailureNotice error={new ApiFailure({ status: 404, code: "NOT_FOUND", message })} />
    </Page>
  );
}

function Subscribe({ topic, onDone }: { readonly topic: string; readonly onDone: () => void }): ReactNode {
  const creation = useChange({
    change: async (endpoint: string) => await subscribe(topic, endpoint),
    affects: [subscriptionsQuery(topic).queryKey],
    done: (answered) =>
      answered === null ? "It has subscribed already" : `Asked to confirm; the endpoint answered ${answered}`,
    tellsFailure: false,
    after: onDone,
  });
  return (
    <NameForm
      label="Endpoint"
      placeholder="https://shop.example/ses-events"
      button="Subscribe"
      creation={creation}
    />
  );
}

interface SubscriptionListProps {
  readonly topic: string;
  readonly subscriptions: readonly Subscription[];
}

function SubscriptionList({ topic, subscriptions }: SubscriptionListProps): ReactNode {
  const [removing, setRemoving] = useState<Subscription>();
  return (
    <>
      <Entries>
        {subscriptions.map((subscription) => {
          const { id, endpoint, state, created_at } = subscription;
          return (
            <Entry
              key={id}
              title={
                <>
                  <Link to="/events/topics/$name/$id" params={{ name: topic, id }}>
                    {endpoint}
                  </Link>
                  {state === "confirmed" ? (
                    <StatusBadge tone="good">Confirmed</StatusBadge>
                  ) : (
                    <StatusBadge tone="waiting">To be confirmed</StatusBadge>
                  )}
                </>
              }
              actions={
                <RowButton label="Remove" of={endpoint} takesAway onClick={() => setRemoving(subscription)} />
              }
            >
              Subscribed <RelativeTime at={created_at} />
            </Entry>
          );
        })}
      </Entries>
      <ConfirmDeletion
        of={removing}
        onClose={() => setRemoving(undefined)}
        title={({ endpoint }) => `Remove ${endpoint}?`}
        label="Remove"
        remove={async ({ id }) => await unsubscribe(topic, id)}
        affects={[subscriptionsQuery(topic).queryKey]}
        done="The subscription is gone"
      >
        It is told of nothing more, and has to confirm anew should it subscribe again.
      </ConfirmDeletion>
    </>
  );
}

function NoSubscriptions(): ReactNode {
  return (
    <EmptyState icon={<Link2Icon />} title="No endpoint has subscribed">
      Events that are told to this topic go nowhere yet.
    </EmptyState>
  );
}

function DeleteTopic({ name }: { readonly name: string }): ReactNode {
  const navigate = useNavigate();
  return (
    <DeletionCard
      name={name}
      description="Its subscriptions go with it."
      remove={async () => {
        await deleteTopic(name);
        await navigate({ to: "/events" });
      }}
      affects={[topicsKey]}
    >
      Event destinations that name its ARN stay, and tell nobody.
    </DeletionCard>
  );
}
