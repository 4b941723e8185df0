import { Button, Table } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link2Icon } from "@radix-ui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { eventInShort, eventTypes } from "#console/api/events.ts";
import { type Webhook, webhookPath, webhooksQuery } from "#console/api/webhooks.ts";
import { Card } from "#console/elements/card.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { NameWithIcon } from "#console/elements/name-with-icon.tsx";
import { ShownOnce } from "#console/elements/shown-once.tsx";
import { TableHead } from "#console/elements/table-head.tsx";
import { EndpointState } from "./endpoint-state.tsx";
import { WebhookForm } from "./webhook-form.tsx";

export function WebhooksCard(): ReactNode {
  const query = useQuery(webhooksQuery);
  const [adding, addingIs] = useDisclosure(false);
  const [secret, setSecret] = useState<string>();
  const onCreated = (shown: string) => {
    addingIs.close();
    setSecret(shown);
  };
  return (
    <Card
      title="Webhooks"
      description="Endpoints that are posted events as they are, under an HMAC of their own secret. No configuration set is needed."
      actions={
        <Button size="xs" variant="default" onClick={addingIs.open}>
          Add a webhook
        </Button>
      }
      flush
    >
      <Loaded query={query}>
        {(webhooks) => (webhooks.length === 0 ? <NoWebhooks /> : <WebhookTable webhooks={webhooks} />)}
      </Loaded>
      <Dialog opened={adding} onClose={addingIs.close} title="Add a webhook" size="lg">
        <WebhookForm onCreated={onCreated} />
      </Dialog>
      <ShownOnce
        title="The secret of the webhook"
        secrets={secret === undefined ? undefined : [{ name: "Secret", value: secret }]}
        onClose={() => setSecret(undefined)}
      >
        Each request carries <code>signet-signature: t=…,v1=…</code>, the HMAC-SHA256 with this secret over{" "}
        <code>{"<seconds>.<event id>.<body>"}</code>.
      </ShownOnce>
    </Card>
  );
}

function WebhookTable({ webhooks }: { readonly webhooks: readonly Webhook[] }): ReactNode {
  return (
    <Table highlightOnHover>
      <TableHead columns={["URL", { wide: "Told of" }, { wide: "Messages" }, "Lately"]} />
      <Table.Tbody>
        {webhooks.map(({ id, url, events, configuration_set }) => (
          <Table.Tr key={id}>
            <Table.Td>
              <NameWithIcon icon={<Link2Icon />}>
                <Link to="/events/webhooks/$id" params={{ id }}>
                  {url}
                </Link>
              </NameWithIcon>
            </Table.Td>
            <Table.Td data-wide>
              {events.length === eventTypes.length ? "Every event" : events.map(eventInShort).join(", ")}
            </Table.Td>
            <Table.Td data-wide>{configuration_set ?? "All"}</Table.Td>
            <Table.Td>
              <EndpointState of={webhookPath(id)} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function NoWebhooks(): ReactNode {
  return (
    <EmptyState icon={<Link2Icon />} title="No webhooks in this region">
      The shortest way to be told: a URL, and the events that are posted to it.
    </EmptyState>
  );
}
