import type {
  CreateDeliverabilityTestReportRequest,
  DeliverabilityTestReport,
  GetDeliverabilityTestReportResponse,
  ListDeliverabilityTestReportsResponse,
} from "@aws-sdk/client-sesv2";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "./call.ts";
import type { Plain } from "./plain.ts";

export type DeliverabilityTest = Plain<DeliverabilityTestReport>;

export const deliverabilityTestsKey = ["deliverability-tests"] as const;
const path = "/v2/email/deliverability-dashboard";

/** The latest first. */
export const deliverabilityTestsQuery = infiniteQueryOptions({
  queryKey: [...deliverabilityTestsKey, "list"],
  queryFn: async ({ signal, pageParam }) =>
    await call<Plain<ListDeliverabilityTestReportsResponse>>("GET", `${path}/test-reports`, {
      query: { PageSize: 50, NextToken: pageParam },
      signal,
    }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ NextToken }) => NextToken,
});

export function deliverabilityTestQuery(id: string) {
  return queryOptions({
    queryKey: [...deliverabilityTestsKey, "one", id],
    queryFn: async ({ signal }) =>
      await call<Plain<GetDeliverabilityTestReportResponse>>(
        "GET",
        `${path}/test-reports/${encodeURIComponent(id)}`,
        { signal },
      ),
  });
}

/** Answers its id. */
export async function startDeliverabilityTest(
  body: Plain<CreateDeliverabilityTestReportRequest>,
): Promise<string> {
  const { ReportId } = await call<{ readonly ReportId: string }>("POST", `${path}/test`, { body });
  return ReportId;
}
