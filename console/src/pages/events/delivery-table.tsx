import { Table } from "@mantine/core";
import { PaperPlaneIcon } from "@radix-ui/react-icons";
import type { ReactNode } from "react";
import type { EventDelivery } from "#console/api/webhooks.ts";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { StatusBadge, type Tone } from "#console/elements/status-badge.tsx";
import classes from "./delivery-table.module.css";

const states: Record<EventDelivery["state"], readonly [tone: Tone, word: string]> = {
  queued: ["waiting", "To be told"],
  published: ["good", "Told"],
  failed: ["bad", "Given up"],
};

/** What an endpoint was told of, and what it answered. */
export function DeliveryTable({ deliveries }: { readonly deliveries: readonly EventDelivery[] }): ReactNode {
  if (deliveries.length === 0) {
    return (
      <EmptyState icon={<PaperPlaneIcon />} title="Nothing yet">
        Send a message: what becomes of it is told here.
      </EmptyState>
    );
  }
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Event</Table.Th>
          <Table.Th>State</Table.Th>
          <Table.Th>Tries</Table.Th>
          <Table.Th>Last answer</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {deliveries.map(({ event_id, message_id, state, attempts, last_answer }) => {
          const [tone, word] = states[state];
          return (
            <Table.Tr key={`${event_id} ${message_id}`}>
              <Table.Td className={classes["id"]}>{event_id}</Table.Td>
              <Table.Td>
                <StatusBadge tone={tone}>{word}</StatusBadge>
              </Table.Td>
              <Table.Td>{attempts}</Table.Td>
              <Table.Td className={classes["answer"]}>{last_answer}</Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
