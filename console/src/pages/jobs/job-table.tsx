import type { JobStatus } from "@aws-sdk/client-sesv2";
import { Table } from "@mantine/core";
import type { ReactNode } from "react";
import { NameWithIcon } from "#console/elements/name-with-icon.tsx";
import { RelativeTime } from "#console/elements/relative-time.tsx";
import { TableHead } from "#console/elements/table-head.tsx";
import { JobState } from "./job-state.tsx";

interface ListedJob {
  readonly JobId?: string | undefined;
  readonly JobStatus?: JobStatus | undefined;
  readonly CreatedTimestamp?: string | undefined;
}

interface JobTableProps<Job> {
  readonly jobs: readonly Job[];
  readonly icon: ReactNode;
  /** What it is about, leading to its page. */
  readonly nameOf: (job: Job, id: string) => ReactNode;
  /** How many it has been through; left out: they have no such column. */
  readonly recordsOf?: (job: Job) => ReactNode;
}

/** Jobs of one kind, and how far each is. */
export function JobTable<Job extends ListedJob>(props: JobTableProps<Job>): ReactNode {
  const { jobs, icon, nameOf, recordsOf } = props;
  const records = recordsOf === undefined ? [] : [{ wide: "Records" }];
  return (
    <Table highlightOnHover>
      <TableHead columns={["What", "State", ...records, { wide: "Started" }]} />
      <Table.Tbody>
        {jobs.map((job) => (
          <Table.Tr key={job.JobId}>
            <Table.Td>
              <NameWithIcon icon={icon}>{nameOf(job, job.JobId ?? "")}</NameWithIcon>
            </Table.Td>
            <Table.Td>
              <JobState status={job.JobStatus} />
            </Table.Td>
            {recordsOf && <Table.Td data-wide>{recordsOf(job)}</Table.Td>}
            <Table.Td data-wide>
              <RelativeTime at={job.CreatedTimestamp} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
