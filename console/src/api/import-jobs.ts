import type {
  CreateImportJobRequest,
  GetImportJobResponse,
  ImportJobSummary,
  ListImportJobsResponse,
} from "@aws-sdk/client-sesv2";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";
import type { Plain } from "./plain.ts";

export type ListedImport = Plain<ImportJobSummary>;
export type ImportJob = Plain<GetImportJobResponse>;
export type ImportDestination = NonNullable<ListedImport["ImportDestination"]>;

export const importJobsKey = ["import-jobs"] as const;
const path = "/v2/email/import-jobs";

export function importJobsQuery() {
  return infiniteQueryOptions({
    queryKey: [...importJobsKey, "list"],
    queryFn: async ({ signal, pageParam }) =>
      await call<Plain<ListImportJobsResponse>>("POST", `${path}/list`, {
        body: { PageSize: 50, NextToken: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ NextToken }) => NextToken,
  });
}

export function importJobQuery(id: string) {
  return queryOptions({
    queryKey: [...importJobsKey, "one", id],
    queryFn: async ({ signal }) =>
      await call<ImportJob>("GET", `${path}/${encodeURIComponent(id)}`, { signal }),
  });
}

/** Answers its id. */
export async function createImportJob(job: Plain<CreateImportJobRequest>): Promise<string> {
  const { JobId } = await call<{ readonly JobId: string }>("POST", path, { body: job });
  return JobId;
}
