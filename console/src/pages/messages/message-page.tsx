import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import {
  messageAddress,
  messageContentQuery,
  messageQuery,
  provesAddress,
  type SentMessage,
} from "#console/api/messages.ts";
import { bytes } from "#console/elements/bytes.ts";
import { Card } from "#console/elements/card.tsx";
import { Copyable } from "#console/elements/copyable.tsx";
import { Facts } from "#console/elements/facts.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { Page } from "#console/elements/page.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { MessageView } from "#console/message/message-view.tsx";
import { inReadingOrder } from "#console/names/in-reading-order.ts";
import { MailNames } from "#console/names/mail-name.tsx";
import { DeliveryCard } from "./delivery-card.tsx";
import { DeliveryStateBadge } from "./delivery-state.tsx";
import { ResendButton } from "./resend-button.tsx";
import { Timeline } from "./timeline.tsx";
import { worstState } from "./worst-state.ts";

/** One message: what it is, what happened to it, and every attempt with its whole conversation. */
export function MessagePage(): ReactNode {
  const { id } = useParams({ from: "/messages/$id" });
  const query = useQuery({
    ...messageQuery(id),
    refetchInterval: ({ state }) => (isOnItsWay(state.data) ? 5_000 : 30_000),
  });
  const message = query.data;
  const subject = message?.mail.commonHeaders.subject;
  return (
    <Page
      title={inReadingOrder(subject || (message === undefined ? "Message" : "(no subject)"))}
      back={{ to: "/messages", label: "Messages" }}
      beside={message && <DeliveryStateBadge state={worstState(message.deliveries)} />}
      subtitle={
        message && (
          <>
            Sent <RelativeTime at={message.created_at} /> to <MailNames names={message.mail.destination} />
          </>
        )
      }
      actions={message && !provesAddress(message) && <ResendButton message={message} />}
    >
      <Loaded query={query}>{(sent) => <Told message={sent} />}</Loaded>
    </Page>
  );
}

function isOnItsWay(message: SentMessage | undefined): boolean {
  return message?.deliveries.some(({ state }) => state === "queued") ?? true;
}

function Told({ message }: { readonly message: SentMessage }): ReactNode {
  const { id, events, deliveries } = message;
  return (
    <Stack gap="lg">
      <Card title="What happened">
        <Timeline events={events} />
      </Card>
      {deliveries.map((delivery) => (
        <DeliveryCard key={delivery.domain} delivery={delivery} />
      ))}
      <Card title="Details">
        <Facts facts={detailsOf(message)} />
      </Card>
      {provesAddress(message) ? <Withheld /> : <Content id={id} />}
    </Stack>
  );
}

function Content({ id }: { readonly id: string }): ReactNode {
  const query = useQuery(messageContentQuery(id));
  return (
    <Card title="Content" description="As it was before it was signed." flush>
      <Loaded query={query}>
        {(parts) => <MessageView parts={parts} partAt={(part, asked) => messageAddress(id, part, asked)} />}
      </Loaded>
    </Card>
  );
}

function Withheld(): ReactNode {
  return (
    <Card title="Content">
      <Text c="dimmed">
        It holds the link that proves an address, so nobody is shown it but who gets it. It is not sent again
        either.
      </Text>
    </Card>
  );
}

interface NamedProps {
  readonly at: "/tenants/$name" | "/configuration-sets/$name";
  readonly name: string;
}

function Named({ at, name }: NamedProps): ReactNode {
  return (
    <Link to={at} params={{ name }}>
      {name}
    </Link>
  );
}

function detailsOf(message: SentMessage): (readonly [name: string, value: ReactNode])[] {
  const { id, mail, configuration_set, tenant, signed_by, envelope_from, size_bytes } = message;
  const tags = Object.entries(mail.tags ?? {}).filter(([name]) => !name.startsWith("ses:"));
  return [
    ["Message id", <Copyable key="id" value={id} what="the message id" />],
    ["From", inReadingOrder(mail.commonHeaders.from.join(", "))],
    ["Signed by", signed_by ?? "the service's own domain only"],
    ["Returns to", <Copyable key="returns" value={envelope_from} what="the return path" />],
    [
      "Configuration set",
      configuration_set === null ? (
        "none"
      ) : (
        <Named key="set" at="/configuration-sets/$name" name={configuration_set} />
      ),
    ],
    ...(tenant === null
      ? []
      : [["Tenant", <Named key="tenant" at="/tenants/$name" name={tenant} />] as const]),
    [
      "Tags",
      tags.length === 0 ? "none" : tags.map(([name, values]) => `${name}: ${values.join(", ")}`).join("; "),
    ],
    ["Size", bytes(size_bytes)],
  ];
}
