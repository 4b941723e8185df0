import { Button } from "@mantine/core";
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
import { ExportForm } from "./export-form.tsx";
import { exportInWords } from "./export-in-words.ts";
import { JobTable } from "./job-table.tsx";
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
            if (jobs.length === 0) return <NoExports />;
            return <JobTable jobs={jobs} icon={<DownloadIcon />} nameOf={nameOf} />;
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

function nameOf({ ExportSourceType }: ListedExport, id: string): ReactNode {
  return (
    <Link to="/jobs/exports/$id" params={{ id }}>
      {exportInWords(ExportSourceType)}
    </Link>
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
