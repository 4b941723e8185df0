import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { eventInShort } from "#console/api/events.ts";
import { deleteWebhook, webhookPath, webhooksKey, webhooksQuery } from "#console/api/webhooks.ts";
import { Card } from "#console/elements/card.tsx";
import { ConfirmDeletion } from "#console/elements/confirm-deletion.tsx";
import { Facts } from "#console/elements/facts.tsx";
import { Page } from "#console/elements/page.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { RecentDeliveries } from "./recent-deliveries.tsx";

/** One webhook, and what it was told of lately. */
export function WebhookPage(): ReactNode {
  const { id } = useParams({ from: "/events/webhooks/$id" });
  const webhooks = useQuery(webhooksQuery);
  const webhook = webhooks.data?.find((one) => one.id === id);
  return (
    <Page
      title={webhook?.url ?? "Webhook"}
      back={{ to: "/events", label: "Topics and webhooks" }}
      subtitle={
        webhook && (
          <>
            Added <RelativeTime at={webhook.created_at} />
          </>
        )
      }
    >
      {webhook !== undefined && (
        <Card title="What it is told">
          <Facts
            facts={[
              ["Events", webhook.events.map(eventInShort).join(", ")],
              ["Messages", webhook.configuration_set ?? "All of this region"],
            ]}
          />
        </Card>
      )}
      <RecentDeliveries of={webhookPath(id)} />
      {webhook !== undefined && <DeleteWebhook id={id} />}
    </Page>
  );
}

function DeleteWebhook({ id }: { readonly id: string }): ReactNode {
  const [asking, askingIs] = useDisclosure(false);
  const navigate = useNavigate();
  return (
    <Card title="Delete it" description="Its secret is gone for good.">
      <Button variant="outline" color="red" onClick={askingIs.open}>
        Delete the webhook
      </Button>
      <ConfirmDeletion
        of={asking ? id : undefined}
        onClose={askingIs.close}
        title={() => "Delete the webhook?"}
        remove={async () => {
          await deleteWebhook(id);
          await navigate({ to: "/events" });
        }}
        affects={[webhooksKey]}
        done="The webhook is gone"
      >
        It is told of nothing more, not even of what it has not been told yet.
      </ConfirmDeletion>
    </Card>
  );
}
