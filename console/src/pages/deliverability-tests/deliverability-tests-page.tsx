import { Button, Table } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { PlusIcon, TargetIcon } from "@radix-ui/react-icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type DeliverabilityTest, deliverabilityTestsQuery } from "#console/api/deliverability-tests.ts";
import { Card } from "#console/elements/card.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { MoreButton } from "#console/elements/more-button.tsx";
import { NameWithIcon } from "#console/elements/name-with-icon.tsx";
import { Page } from "#console/elements/page.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { TableHead } from "#console/elements/table-head.tsx";
import { NewTest } from "./new-test.tsx";
import { TestState } from "./test-state.tsx";

/** Where messages ended up, in mailboxes at providers. */
export function DeliverabilityTestsPage(): ReactNode {
  const [starting, startingIs] = useDisclosure(false);
  const navigate = useNavigate();
  const list = useInfiniteQuery(deliverabilityTestsQuery);
  return (
    <Page
      title="Deliverability tests"
      subtitle="A message is sent to mailboxes of the operator's at providers, and looked for there: in the inbox, or among junk."
      actions={
        <Button leftSection={<PlusIcon />} onClick={startingIs.open}>
          Start a test
        </Button>
      }
    >
      <Card flush>
        <Loaded query={list}>
          {({ pages }) => {
            const tests = pages.flatMap(({ DeliverabilityTestReports = [] }) => DeliverabilityTestReports);
            return tests.length === 0 ? <NoTests /> : <TestTable tests={tests} />;
          }}
        </Loaded>
      </Card>
      <MoreButton list={list} />
      <Dialog opened={starting} onClose={startingIs.close} title="Start a deliverability test" size="lg">
        <NewTest onStarted={(id) => void navigate({ to: "/deliverability-tests/$id", params: { id } })} />
      </Dialog>
    </Page>
  );
}

function TestTable({ tests }: { readonly tests: readonly DeliverabilityTest[] }): ReactNode {
  return (
    <Table highlightOnHover>
      <TableHead columns={["Subject", { wide: "From" }, "State", { wide: "Started" }]} />
      <Table.Tbody>
        {tests.map(({ ReportId: id = "", ReportName, Subject, ...test }) => (
          <Table.Tr key={id}>
            <Table.Td>
              <NameWithIcon icon={<TargetIcon />}>
                <Link to="/deliverability-tests/$id" params={{ id }}>
                  {ReportName ?? (Subject || "Without a subject")}
                </Link>
              </NameWithIcon>
            </Table.Td>
            <Table.Td data-wide>{test.FromEmailAddress}</Table.Td>
            <Table.Td>
              <TestState status={test.DeliverabilityTestStatus} />
            </Table.Td>
            <Table.Td data-wide>
              <RelativeTime at={test.CreateDate} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function NoTests(): ReactNode {
  return (
    <EmptyState icon={<TargetIcon />} title="No deliverability tests in this region">
      They need mailboxes of yours at the providers that you write to: the operator of this service names them
      by <code>SIGNET_SEED_MAILBOXES</code>.
    </EmptyState>
  );
}
