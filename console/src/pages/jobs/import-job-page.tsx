import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type ImportJob, importJobQuery } from "#console/api/import-jobs.ts";
import { Card } from "#console/elements/card.tsx";
import { Copyable } from "#console/elements/copyable.tsx";
import { Facts } from "#console/elements/facts.tsx";
import { Loaded } from "#console/elements/loaded.tsx";
import { Page } from "#console/elements/page.tsx";
import { importInWords } from "./import-in-words.ts";
import { JobState } from "./job-state.tsx";
import { JobTimes } from "./job-times.tsx";
import { RecordCounts } from "./record-counts.tsx";
import { jobAgainInMs } from "./under-way.ts";
import { WhatIsWrong } from "./what-is-wrong.tsx";

/** One import: how far it is, and what was wrong. */
export function ImportJobPage(): ReactNode {
  const { id } = useParams({ from: "/jobs/imports/$id" });
  const query = useQuery({
    ...importJobQuery(id),
    refetchInterval: ({ state }) => jobAgainInMs(state.data),
  });
  const job = query.data;
  return (
    <Page
      title={job?.ImportDestination === undefined ? "Import" : importInWords(job.ImportDestination)}
      back={{ to: "/jobs", label: "Jobs" }}
      beside={job && <JobState status={job.JobStatus} />}
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

function factsOf(job: ImportJob): (readonly [name: string, value: ReactNode])[] {
  const { JobId = "", ImportDataSource } = job;
  return [
    ["Records", <RecordCounts key="records" job={job} />],
    ["File", <Copyable key="file" value={ImportDataSource?.S3Url ?? ""} what="the file" />],
    ["Form", ImportDataSource?.DataFormat ?? ""],
    ["Job id", <Copyable key="id" value={JobId} what="the job id" />],
  ];
}
