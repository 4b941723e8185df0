import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { subscriptionPath, subscriptionsQuery } from "#console/api/topics.ts";
import { Page } from "#console/elements/page.tsx";
import { RecentDeliveries } from "./recent-deliveries.tsx";

/** One endpoint of a topic, and what it was told of lately. */
export function SubscriptionPage(): ReactNode {
  const { name, id } = useParams({ from: "/events/topics/$name/$id" });
  const { data: subscriptions } = useQuery(subscriptionsQuery(name));
  const subscription = subscriptions?.find((one) => one.id === id);
  return (
    <Page
      title={subscription?.endpoint ?? "Subscription"}
      back={{ to: "/events", label: "Topics and webhooks" }}
      subtitle={`Subscribed to ${name}.`}
    >
      <RecentDeliveries of={subscriptionPath(name, id)} />
    </Page>
  );
}
