import { Button, Group, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { QueuedDomain } from "#console/api/queue.ts";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import classes from "./queue-table.module.css";

interface QueueTableProps {
  readonly domains: readonly QueuedDomain[];
  readonly onRetry: (domain: string) => void;
  readonly onPause: (domain: string) => void;
}

export function QueueTable({ domains, onRetry, onPause }: QueueTableProps): ReactNode {
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Domain</Table.Th>
          <Table.Th>Waiting</Table.Th>
          <Table.Th data-wide>Oldest</Table.Th>
          <Table.Th data-wide>Next try</Table.Th>
          <Table.Th>
            <span hidden>What can be done</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {domains.map((one) => (
          <Row key={one.domain} one={one} onRetry={onRetry} onPause={onPause} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface RowProps extends Omit<QueueTableProps, "domains"> {
  readonly one: QueuedDomain;
}

function Row({ one, onRetry, onPause }: RowProps): ReactNode {
  return (
    <Table.Tr>
      <Table.Td className={classes["domain"]}>
        <Text
          component={Link}
          to={`/messages?state=queued&to=${encodeURIComponent(`@${one.domain}`)}`}
          fw={550}
        >
          {one.domain}
        </Text>
        {one.last_reply !== null && <div className={classes["reply"]}>{one.last_reply}</div>}
      </Table.Td>
      <Table.Td>
        {one.queued}
        {one.due > 0 && <span className={classes["quiet"]}> ({one.due} due)</span>}
      </Table.Td>
      <Table.Td data-wide>
        <RelativeTime at={one.oldest_at} />
      </Table.Td>
      <Table.Td data-wide>
        {one.paused ? (
          <StatusBadge tone="waiting">Paused</StatusBadge>
        ) : (
          <RelativeTime at={one.next_try_at ?? undefined} />
        )}
      </Table.Td>
      <Table.Td>
        <Group gap={4} justify="flex-end" className={classes["actions"]}>
          {!one.paused && (
            <>
              <Button size="compact-sm" variant="subtle" onClick={() => onRetry(one.domain)}>
                Try now
              </Button>
              <Button size="compact-sm" variant="subtle" color="gray" onClick={() => onPause(one.domain)}>
                Pause
              </Button>
            </>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
