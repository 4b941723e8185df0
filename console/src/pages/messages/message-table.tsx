import { Table } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { memo, type ReactNode } from "react";
import { eventInShort } from "#console/api/events.ts";
import type { SentListed } from "#console/api/messages.ts";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { inReadingOrder } from "#console/names/in-reading-order.ts";
import { MailName } from "#console/names/mail-name.tsx";
import { DeliveryStateBadge } from "./delivery-state.tsx";
import classes from "./message-table.module.css";

/** A line each, however long what is in it. On a phone they are three short ones, with the state beside them. */
export function MessageTable({ messages }: { readonly messages: readonly SentListed[] }): ReactNode {
  return (
    <Table highlightOnHover layout="fixed" className={classes["table"]}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th className={classes["to"]}>To</Table.Th>
          <Table.Th>Subject</Table.Th>
          <Table.Th className={classes["state"]}>State</Table.Th>
          <Table.Th className={classes["event"]}>Last event</Table.Th>
          <Table.Th className={classes["sent"]}>Sent</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {messages.map((message) => (
          <Row key={message.id} message={message} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** Drawn anew only when it changed: a list of thousands is drawn with every page that is added. */
const Row = memo(({ message }: { readonly message: SentListed }): ReactNode => {
  const { id, to, subject, state, last_event, created_at } = message;
  return (
    <Table.Tr>
      <Table.Td className={classes["line"]} title={to.join(", ")} fw={550}>
        <Link to="/messages/$id" params={{ id }}>
          <MailName name={to[0] ?? ""} />
          {to.length > 1 && ` and ${to.length - 1} more`}
        </Link>
      </Table.Td>
      <Table.Td
        className={`${classes["line"]} ${classes["below"]}`}
        title={inReadingOrder(subject ?? "")}
        dir="auto"
      >
        {inReadingOrder(subject ?? "(no subject)")}
      </Table.Td>
      <Table.Td className={classes["stands"]}>
        <DeliveryStateBadge state={state} />
      </Table.Td>
      <Table.Td data-wide>{last_event === null ? "" : eventInShort(last_event)}</Table.Td>
      <Table.Td className={classes["below"]}>
        <RelativeTime at={created_at} />
      </Table.Td>
    </Table.Tr>
  );
});
