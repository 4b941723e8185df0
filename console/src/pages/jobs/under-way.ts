import type { JobStatus } from "@aws-sdk/client-sesv2";

interface Job {
  readonly JobStatus?: JobStatus | undefined;
}

export function isUnderWay({ JobStatus }: Job): boolean {
  return JobStatus === "CREATED" || JobStatus === "PROCESSING";
}

/** How soon one that is shown is read again; false: it has ended. */
export function jobAgainInMs(job: Job | undefined): number | false {
  return job !== undefined && isUnderWay(job) ? 1_000 : false;
}

/** The same of the first page of a list, which others may start jobs in. */
export function jobsAgainInMs(jobs: readonly Job[] | undefined): number {
  return jobs?.some(isUnderWay) === true ? 2_000 : 15_000;
}
