import { Table, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type DmarcReport, dmarcReportsQuery } from "#console/api/dmarc-reports.ts";
import { Card } from "#console/elements/card.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { MoreButton } from "#console/elements/more-button.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { TableHead } from "#console/elements/table-head.tsx";
import { Passed } from "./dmarc-tables.tsx";

/** The reports themselves, also those that count for nothing; nothing where there are none. */
export function DmarcReportList({ name }: { readonly name: string }): ReactNode {
  const list = useInfiniteQuery(dmarcReportsQuery(name));
  const reports = list.data?.pages.flatMap((page) => page.reports);
  if (reports?.length === 0) return null;
  return (
    <>
      <Card title="Reports" description="Kept for 90 days." flush>
        <Loaded query={list}>
          {() => (
            <Table>
              <TableHead
                columns={[
                  "From",
                  { wide: "About" },
                  { wide: "Day (UTC)" },
                  "Messages",
                  "DMARC",
                  { wide: "Received" },
                ]}
              />
              <Table.Tbody>
                {reports?.map((report) => (
                  <Row key={report.id} report={report} />
                ))}
              </Table.Tbody>
            </Table>
          )}
        </Loaded>
      </Card>
      <MoreButton list={list} />
    </>
  );
}

function Row({ report }: { readonly report: DmarcReport }): ReactNode {
  return (
    <Table.Tr>
      <Table.Td>
        {report.reporter ?? "somebody"}
        {!report.proven && <Text c="dimmed">Not signed by them: counts for nothing</Text>}
      </Table.Td>
      <Table.Td data-wide>{report.domain}</Table.Td>
      <Table.Td data-wide>{report.begins_at.slice(0, 10)}</Table.Td>
      <Table.Td>{report.messages.toLocaleString("en")}</Table.Td>
      <Table.Td>
        <Passed messages={report.messages} passed={report.passed} />
      </Table.Td>
      <Table.Td data-wide>
        <RelativeTime at={report.received_at} />
      </Table.Td>
    </Table.Tr>
  );
}
