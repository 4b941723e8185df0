import { Button, Table } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { DownloadIcon } from "@radix-ui/react-icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { exportJobsQuery, type ListedExport } from "#console/api/export-jobs.ts";
import { standsStill } from "#console/api/standing-still.ts";
import { Card } from "#console/elements/card.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { MoreButton } from "#console/elements/more-button.tsx";
import { NameWithIcon } from "#console/elements/name-with-icon.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { ExportForm } from "./export-form.tsx";
import { exportInWords } from "./export-in-words.ts";
import { JobState } from "./job-state.tsx";
import { jobsAgainInMs } from "./under-way.ts";

/** Files of what became of messages. */
export function ExportsCard(): ReactNode {
  const [starting, startingIs] = useDisclosure(false);
  const navigate = useNavigate();
  const list = useInfiniteQuery({
    ...exportJobsQuery(),
    refetchInterval: ({ state }) =>
      !standsStill(state.data) && jobsAgainInMs(state.data?.pages[0]?.ExportJobs),
  });
  return (
    <>
      <Card
        title="Exports"
        description="Messages and what became of them, or metrics, as a file. It is kept for a week."
        actions={
          <Button size="xs" variant="default" onClick={startingIs.open}>
            Start an export
          </Button>
        }
        flush
      >
        <Loaded query={list}>
          {({ pages }) => {
            const jobs = pages.flatMap(({ ExportJobs = [] }) => ExportJobs);
            return jobs.length === 0 ? <NoExports /> : <ExportTable jobs={jobs} />;
          }}
        </Loaded>
      </Card>
      <MoreButton list={list} isLive />
      <Dialog opened={starting} onClose={startingIs.close} title="Start an export" size="lg">
        <ExportForm onStarted={(id) => void navigate({ to: "/jobs/exports/$id", params: { id } })} />
      </Dialog>
    </>
  );
}

function ExportTable({ jobs }: { readonly jobs: readonly ListedExport[] }): ReactNode {
  return (
    <Table highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>What</Table.Th>
          <Table.Th>State</Table.Th>
          <Table.Th data-wide>Started</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {jobs.map((job) => (
          <Table.Tr key={job.JobId}>
            <Table.Td>
              <NameWithIcon icon={<DownloadIcon />}>
                <Link to="/jobs/exports/$id" params={{ id: job.JobId ?? "" }}>
                  {exportInWords(job.ExportSourceType)}
                </Link>
              </NameWithIcon>
            </Table.Td>
            <Table.Td>
              <JobState status={job.JobStatus} />
            </Table.Td>
            <Table.Td data-wide>
              <RelativeTime at={job.CreatedTimestamp} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function NoExports(): ReactNode {
  return (
    <EmptyState icon={<DownloadIcon />} title="No export in this region">
      Up to 10,000 messages, found by recipient, subject and how far they came, are written into a file by
      themselves.
    </EmptyState>
  );
}
