import type { DeliverabilityTest } from "#features/deliverability-tests/index.ts";

/** SES's DeliverabilityTestReport. */
export function testReport({ id, name, subject, from, createdAt }: DeliverabilityTest, isUnderWay: boolean) {
  return {
    ReportId: id,
    ...(name === undefined ? {} : { ReportName: name }),
    Subject: subject,
    FromEmailAddress: from,
    CreateDate: new Date(createdAt),
    DeliverabilityTestStatus: isUnderWay ? ("IN_PROGRESS" as const) : ("COMPLETED" as const),
  };
}
