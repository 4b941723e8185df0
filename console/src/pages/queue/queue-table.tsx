import { Button, Group, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import {
  nameOfPart,
  type QueuedDomain,
  type QueuedSite,
  type QueuePart,
  type Waiting,
} from "#console/api/queue.ts";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { StatusBadge } from "#console/elements/status-badge.tsx";
import { MailName } from "#console/names/mail-name.tsx";
import classes from "./queue-table.module.css";
import { notLookedUp } from "./shown-site.ts";

interface Deeds {
  readonly onRetry: (part: QueuePart) => void;
  readonly onPause: (part: QueuePart) => void;
}

export function DomainTable({
  domains,
  ...deeds
}: Deeds & { readonly domains: readonly QueuedDomain[] }): ReactNode {
  return (
    <WaitingTable of="Domain">
      {domains.map((one) => (
        <Row key={one.domain} one={one} part={{ domain: one.domain }} {...deeds}>
          <Text
            component={Link}
            to={`/messages?state=queued&to=${encodeURIComponent(`@${one.domain}`)}`}
            fw={550}
          >
            <MailName name={one.domain} />
          </Text>
        </Row>
      ))}
    </WaitingTable>
  );
}

/** By whose servers they go to: one provider serves many domains, and what it refuses concerns them all. */
export function SiteTable({ sites, ...deeds }: Deeds & { readonly sites: readonly QueuedSite[] }): ReactNode {
  return (
    <WaitingTable of="Provider">
      {sites.map((one) => {
        const { site, domains } = one;
        return (
          <Row key={site} one={one} part={site === null ? undefined : { site }} {...deeds}>
            <Link to="/queue" search={{ site: site ?? notLookedUp }} className={classes["name"]}>
              {site ?? "Not looked up yet"}
            </Link>
            <span className={classes["quiet"]}>{domains === 1 ? "1 domain" : `${domains} domains`}</span>
          </Row>
        );
      })}
    </WaitingTable>
  );
}

function WaitingTable({ of, children }: { readonly of: string; readonly children: ReactNode }): ReactNode {
  return (
    <Table className={classes["waiting"]}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{of}</Table.Th>
          <Table.Th>Waiting</Table.Th>
          <Table.Th data-wide>Oldest</Table.Th>
          <Table.Th data-wide>Next try</Table.Th>
          <Table.Th>
            <span hidden>What can be done</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{children}</Table.Tbody>
    </Table>
  );
}

interface RowProps extends Deeds {
  readonly one: Waiting & Partial<Pick<QueuedSite, "resting_until">>;
  /** Undefined where nothing can be done with it as a whole. */
  readonly part: QueuePart | undefined;
  readonly children: ReactNode;
}

function Row({ one, part, onRetry, onPause, children }: RowProps): ReactNode {
  return (
    <Table.Tr>
      <Table.Td className={classes["what"]}>
        <div className={classes["which"]}>
          {children}
          {one.paused && <StatusBadge tone="waiting">Paused</StatusBadge>}
        </div>
        {one.last_reply !== null && <div className={classes["quiet"]}>{one.last_reply}</div>}
      </Table.Td>
      <Table.Td>
        {one.queued}{" "}
        <span data-narrow className={classes["unit"]}>
          waiting
        </span>
        <InHand one={one} />
      </Table.Td>
      <Table.Td data-wide>
        <RelativeTime at={one.oldest_at} />
      </Table.Td>
      <Table.Td data-wide>
        <NextTry one={one} />
      </Table.Td>
      <Table.Td>
        <Group gap={4} justify="flex-end" className={classes["actions"]}>
          {!one.paused && part !== undefined && (
            <>
              <Button
                size="compact-sm"
                variant="subtle"
                aria-label={`Try now: ${nameOfPart(part)}`}
                onClick={() => onRetry(part)}
              >
                Try now
              </Button>
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                aria-label={`Pause: ${nameOfPart(part)}`}
                onClick={() => onPause(part)}
              >
                Pause
              </Button>
            </>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

/** Each that is being tried has a connection, or stands in line for one. */
function InHand({ one: { due, trying } }: Pick<RowProps, "one">): ReactNode {
  const parts = [
    ...(due > trying ? [`${due - trying} due`] : []),
    ...(trying > 0 ? [`${trying} under way`] : []),
  ];
  return parts.length > 0 && <div className={classes["quiet"]}>{parts.join(", ")}</div>;
}

function NextTry({ one }: Pick<RowProps, "one">): ReactNode {
  if (one.paused) return null;
  const rests = one.resting_until ?? undefined;
  return (
    <>
      <RelativeTime at={one.next_try_at ?? undefined} ahead />
      {rests !== undefined && (
        <div className={classes["quiet"]}>
          out of reach; asked again <RelativeTime at={rests} ahead />
        </div>
      )}
    </>
  );
}
