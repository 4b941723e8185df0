import { Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { Evidence, NameServerAnswer } from "#console/api/identities.ts";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { TableHead } from "#console/elements/table-head.tsx";
import classes from "./name-server-answers.module.css";

/** What was asked of each name server, and what it said, as it said it. */
export function NameServerAnswers({ evidence }: { readonly evidence: Evidence }): ReactNode {
  const { zone, soa, servers, at } = evidence;
  return (
    <div className={classes["answers"]}>
      <Table.ScrollContainer
        minWidth={560}
        type="native"
        tabIndex={0}
        role="region"
        aria-label="What each name server said"
      >
        <Table verticalSpacing="xs">
          <TableHead columns={["Name server", "Asked", "Answered", "Took"]} />
          <Table.Tbody>
            {servers.map((server) => (
              <Answer
                key={`${server.name} ${server.address} ${server.asked.name} ${server.asked.type}`}
                server={server}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text c="dimmed" size="sm" mt="xs" className={classes["foot"]}>
        {zone !== undefined && <>Zone {zone}. </>}
        {soa !== undefined && (
          <>
            Serial {soa.serial}, first server {soa.primary_name_server}.{" "}
          </>
        )}
        Seen <RelativeTime at={at} />.
      </Text>
    </div>
  );
}

function Answer({ server }: { readonly server: NameServerAnswer }): ReactNode {
  return (
    <Table.Tr>
      <Table.Td>
        {server.name}
        <div className={classes["quiet"]}>{server.address}</div>
      </Table.Td>
      <Table.Td className={classes["code"]}>
        {server.asked.type} {server.asked.name}
      </Table.Td>
      <Table.Td className={classes["code"]}>
        {server.answers.length === 0
          ? server.result
          : server.answers.map(({ type, value, ttl }) => (
              <div key={`${type} ${value}`}>
                {type} {value} <span className={classes["quiet"]}>({ttl} s)</span>
              </div>
            ))}
      </Table.Td>
      <Table.Td>{Math.round(server.took_ms * 10) / 10} ms</Table.Td>
    </Table.Tr>
  );
}
