import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { UploadIcon } from "@radix-ui/react-icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { importJobsQuery, type ListedImport } from "#console/api/import-jobs.ts";
import { standsStill } from "#console/api/standing-still.ts";
import { Card } from "#console/elements/card.tsx";
import { Dialog } from "#console/elements/dialog.tsx";
import { EmptyState } from "#console/elements/empty-state.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { MoreButton } from "#console/elements/more-button.tsx";
import { ImportForm } from "./import-form.tsx";
import { importInWords } from "./import-in-words.ts";
import { JobTable } from "./job-table.tsx";
import { RecordCounts } from "./record-counts.tsx";
import { jobsAgainInMs } from "./under-way.ts";

/** Lists that are filled or emptied from files in S3. */
export function ImportsCard(): ReactNode {
  const [starting, startingIs] = useDisclosure(false);
  const navigate = useNavigate();
  const list = useInfiniteQuery({
    ...importJobsQuery(),
    refetchInterval: ({ state }) =>
      !standsStill(state.data) && jobsAgainInMs(state.data?.pages[0]?.ImportJobs),
  });
  return (
    <>
      <Card
        title="Imports"
        description="The suppression list or the contacts, filled or emptied from a file in S3, or in what speaks like it."
        actions={
          <Button size="xs" variant="default" onClick={startingIs.open}>
            Start an import
          </Button>
        }
        flush
      >
        <Loaded query={list}>
          {({ pages }) => {
            const jobs = pages.flatMap(({ ImportJobs = [] }) => ImportJobs);
            if (jobs.length === 0) return <NoImports />;
            return <JobTable jobs={jobs} icon={<UploadIcon />} nameOf={nameOf} recordsOf={recordsOf} />;
          }}
        </Loaded>
      </Card>
      <MoreButton list={list} isLive />
      <Dialog opened={starting} onClose={startingIs.close} title="Start an import" size="lg">
        <ImportForm onStarted={(id) => void navigate({ to: "/jobs/imports/$id", params: { id } })} />
      </Dialog>
    </>
  );
}

function nameOf({ ImportDestination = {} }: ListedImport, id: string): ReactNode {
  return (
    <Link to="/jobs/imports/$id" params={{ id }}>
      {importInWords(ImportDestination)}
    </Link>
  );
}

function recordsOf(job: ListedImport): ReactNode {
  return <RecordCounts job={job} />;
}

function NoImports(): ReactNode {
  return (
    <EmptyState icon={<UploadIcon />} title="No import in this region">
      A file with up to a million addresses is taken in by itself. A short list for suppression needs none: it
      is pasted or uploaded at the <Link to="/suppression">suppression list</Link>.
    </EmptyState>
  );
}
