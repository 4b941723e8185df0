import { Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { Found } from "#console/api/identities.ts";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { TableHead } from "#console/elements/table-head.tsx";
import classes from "./name-server-answers.module.css";

interface FoundAndExpectedProps {
  readonly found: Found;
  readonly expected: string;
}

/** What was found at each name server, against what is expected. */
export function FoundAndExpected({ found, expected }: FoundAndExpectedProps): ReactNode {
  return (
    <div className={classes["answers"]}>
      <Table.ScrollContainer
        minWidth={480}
        type="native"
        tabIndex={0}
        role="region"
        aria-label="What each name server said"
      >
        <Table verticalSpacing="xs">
          <TableHead columns={["Name server", "Found", "Took"]} />
          <Table.Tbody>
            {found.servers.map(({ name, address, result, values, took_ms }, at) => (
              <Table.Tr key={`${name} ${address} ${at}`}>
                <Table.Td>
                  {name}
                  <div className={classes["quiet"]}>{address}</div>
                </Table.Td>
                <Table.Td className={classes["code"]}>
                  {values.length === 0 ? result : values.map((value) => <div key={value}>{value}</div>)}
                </Table.Td>
                <Table.Td>{Math.round(took_ms * 10) / 10} ms</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            <Table.Tr>
              <Table.Th>Expected</Table.Th>
              <Table.Td className={classes["code"]}>{expected}</Table.Td>
              <Table.Td />
            </Table.Tr>
          </Table.Tfoot>
        </Table>
      </Table.ScrollContainer>
      <Text c="dimmed" size="sm" mt="xs">
        Seen <RelativeTime at={found.checked_at} />. The checks have every question and answer.
      </Text>
    </div>
  );
}
