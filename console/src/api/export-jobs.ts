import type { ExportJobSummary, GetExportJobResponse, ListExportJobsResponse } from "@aws-sdk/client-sesv2";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";
import type { Plain } from "./plain.ts";

export type ListedExport = Plain<ExportJobSummary>;
export type ExportJob = Plain<GetExportJobResponse>;

/** What is to be exported; times in seconds. */
export interface ExportRequest {
  readonly ExportDataSource: object;
  readonly ExportDestination: { readonly DataFormat: "CSV" | "JSON" };
}

export const exportJobsKey = ["export-jobs"] as const;
const path = "/v2/email/export-jobs";
const pathOf = (id: string) => `${path}/${encodeURIComponent(id)}`;

export function exportJobsQuery() {
  return infiniteQueryOptions({
    queryKey: [...exportJobsKey, "list"],
    queryFn: async ({ signal, pageParam }) =>
      await call<Plain<ListExportJobsResponse>>("POST", "/v2/email/list-export-jobs", {
        body: { PageSize: 50, NextToken: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ NextToken }) => NextToken,
  });
}

export function exportJobQuery(id: string) {
  return queryOptions({
    queryKey: [...exportJobsKey, "one", id],
    queryFn: async ({ signal }) => await call<ExportJob>("GET", pathOf(id), { signal }),
  });
}

/** Answers its id. */
export async function createExportJob(job: ExportRequest): Promise<string> {
  const { JobId } = await call<{ readonly JobId: string }>("POST", path, { body: job });
  return JobId;
}

export async function cancelExportJob(id: string): Promise<void> {
  await call("PUT", `${pathOf(id)}/cancel`);
}

/** A new link to the file: each is good for a few minutes. */
export async function linkToExport(id: string): Promise<string | undefined> {
  const { ExportDestination } = await call<ExportJob>("GET", pathOf(id));
  return ExportDestination?.S3Url;
}
