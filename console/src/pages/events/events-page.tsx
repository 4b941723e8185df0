import type { ReactNode } from "react";
import { Page } from "#console/elements/page.tsx";
import { TopicsCard } from "./topics-card.tsx";
import { WebhooksCard } from "./webhooks-card.tsx";

/** The endpoints that are told of events. */
export function EventsPage(): ReactNode {
  return (
    <Page
      title="Topics and webhooks"
      subtitle="Endpoints that are told what becomes of messages: in the form of SNS, through a topic, or directly."
    >
      <TopicsCard />
      <WebhooksCard />
    </Page>
  );
}
