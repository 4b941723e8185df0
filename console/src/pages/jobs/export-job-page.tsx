import { Button } from "@mantine/core";
import { DownloadIcon } from "@radix-ui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import {
  cancelExportJob,
  type ExportJob,
  exportJobQuery,
  exportJobsKey,
  linkToExport,
} from "#console/api/export-jobs.ts";
import { Card } from "#console/elements/card.tsx";
import { Copyable } from "#console/elements/copyable.tsx";
import { Facts } from "#console/elements/facts.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { Page } from "#console/elements/page.tsx";
import { useChange } from "#console/elements/use-change.ts";
import { exportInWords } from "./export-in-words.ts";
import { JobState } from "./job-state.tsx";
import { JobTimes } from "./job-times.tsx";
import { isUnderWay, jobAgainInMs } from "./under-way.ts";
import { WhatIsWrong } from "./what-is-wrong.tsx";

const words = new Intl.NumberFormat("en");

/** One export: how far it is, and the file. */
export function ExportJobPage(): ReactNode {
  const { id } = useParams({ from: "/jobs/exports/$id" });
  const query = useQuery({
    ...exportJobQuery(id),
    refetchInterval: ({ state }) => jobAgainInMs(state.data),
  });
  const job = query.data;
  return (
    <Page
      title={job === undefined ? "Export" : `Export: ${exportInWords(job.ExportSourceType)}`}
      back={{ to: "/jobs", label: "Jobs" }}
      beside={job && <JobState status={job.JobStatus} />}
      actions={job && <Actions id={id} job={job} />}
      subtitle={job && <JobTimes job={job} />}
    >
      <Loaded query={query}>
        {(loaded) => (
          <>
            <WhatIsWrong job={loaded} />
            <Card title="Details">
              <Facts facts={factsOf(loaded)} />
            </Card>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Actions({ id, job }: { readonly id: string; readonly job: ExportJob }): ReactNode {
  const download = useChange({
    change: async () => await linkToExport(id),
    affects: [],
    after: (link) => {
      if (link !== undefined) window.location.assign(link);
    },
  });
  const cancel = useChange({
    change: async () => await cancelExportJob(id),
    affects: [exportJobsKey],
    done: "It is cancelled",
  });
  if (isUnderWay(job)) {
    return (
      <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
        Cancel
      </Button>
    );
  }
  return job.ExportDestination?.S3Url === undefined ? null : (
    <Button leftSection={<DownloadIcon />} loading={download.isPending} onClick={() => download.mutate()}>
      Download
    </Button>
  );
}

function factsOf(job: ExportJob): (readonly [name: string, value: ReactNode])[] {
  const { JobId = "", Statistics, ExportDestination, JobStatus } = job;
  const isGone = JobStatus === "COMPLETED" && ExportDestination?.S3Url === undefined;
  return [
    ["Looked at", words.format(Statistics?.ProcessedRecordsCount ?? 0)],
    ["In the file", words.format(Statistics?.ExportedRecordsCount ?? 0)],
    ["Form", ExportDestination?.DataFormat ?? ""],
    ...(isGone ? [["File", "It was kept for a week, and is gone."] as const] : []),
    ["Job id", <Copyable key="id" value={JobId} what="the job id" />],
  ];
}
