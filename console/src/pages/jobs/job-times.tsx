import type { ReactNode } from "react";
import { RelativeTime } from "#console/elements/relative-time.tsx";

interface Job {
  readonly CreatedTimestamp?: string | undefined;
  readonly CompletedTimestamp?: string | undefined;
}

export function JobTimes({ job }: { readonly job: Job }): ReactNode {
  return (
    <>
      Started <RelativeTime at={job.CreatedTimestamp} />
      {job.CompletedTimestamp !== undefined && (
        <>
          , ended <RelativeTime at={job.CompletedTimestamp} />
        </>
      )}
    </>
  );
}
