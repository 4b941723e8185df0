import type { PlacementStatistics } from "@aws-sdk/client-sesv2";
import { Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { deliverabilityTestQuery } from "#console/api/deliverability-tests.ts";
import { Card } from "#console/elements/card.tsx";
import { Facts } from "#console/elements/facts.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { Page } from "#console/elements/page.tsx";
import { partInWords } from "#console/elements/part-in-words.ts";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { TableHead } from "#console/elements/table-head.tsx";
import { TestState } from "./test-state.tsx";

const whileUnderWayMs = 15_000;

/** One test: where the message is at each provider, as far as that is known. */
export function DeliverabilityTestPage(): ReactNode {
  const { id } = useParams({ from: "/deliverability-tests/$id" });
  const query = useQuery({
    ...deliverabilityTestQuery(id),
    refetchInterval: ({ state }) =>
      state.data?.DeliverabilityTestReport?.DeliverabilityTestStatus === "IN_PROGRESS" && whileUnderWayMs,
  });
  const test = query.data?.DeliverabilityTestReport;
  return (
    <Page
      title={test?.ReportName ?? (test?.Subject || "Deliverability test")}
      back={{ to: "/deliverability-tests", label: "Deliverability tests" }}
      beside={<TestState status={test?.DeliverabilityTestStatus} />}
      subtitle={
        test && (
          <>
            Sent <RelativeTime at={test.CreateDate} />
          </>
        )
      }
    >
      <Loaded query={query}>
        {({ DeliverabilityTestReport: report, OverallPlacement = {}, IspPlacements = [] }) => (
          <>
            <Card
              title="Where it is"
              description="Of the mailboxes in which it was found, or looked for during a day. The last columns: what the receivers say of its proofs."
              flush
            >
              <Placements
                unknown={report?.DeliverabilityTestStatus === "COMPLETED" ? "not known" : "not yet"}
                rows={[
                  ...IspPlacements.map(
                    ({ IspName = "", PlacementStatistics: at = {} }) => [IspName, at] as const,
                  ),
                  ["All together", OverallPlacement] as const,
                ]}
              />
            </Card>
            <Card title="Details">
              <Facts
                facts={[
                  ["Subject", report?.Subject],
                  ["From", report?.FromEmailAddress],
                ]}
              />
            </Card>
          </>
        )}
      </Loaded>
    </Page>
  );
}

interface PlacementsProps {
  /** Instead of what nobody knows. */
  readonly unknown: string;
  readonly rows: readonly (readonly [name: string, at: PlacementStatistics])[];
}

function Placements({ unknown, rows }: PlacementsProps): ReactNode {
  return (
    <Table>
      <TableHead
        columns={["Provider", "Inbox", "Spam", "Missing", { wide: "SPF holds" }, { wide: "DKIM holds" }]}
      />
      <Table.Tbody>
        {rows.map(([name, at]) => (
          <Table.Tr key={name}>
            <Table.Td>{name}</Table.Td>
            <Table.Td>{percentOr(unknown, at.InboxPercentage)}</Table.Td>
            <Table.Td>{percentOr(unknown, at.SpamPercentage)}</Table.Td>
            <Table.Td>{percentOr(unknown, at.MissingPercentage)}</Table.Td>
            <Table.Td data-wide>{percentOr(unknown, at.SpfPercentage)}</Table.Td>
            <Table.Td data-wide>{percentOr(unknown, at.DkimPercentage)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function percentOr(unknown: string, percent: number | undefined): ReactNode {
  return percent === undefined ? <Text c="dimmed">{unknown}</Text> : partInWords(percent / 100);
}
