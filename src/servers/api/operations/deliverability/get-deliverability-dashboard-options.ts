import type { OperationHandler } from "#servers/api/handler.ts";

/** The dashboard is a subscription to what AWS sees in mailboxes: there is none to be had. Tests do without. */
export function getDeliverabilityDashboardOptions(): OperationHandler<"GetDeliverabilityDashboardOptions"> {
  return async () => ({ DashboardEnabled: false, AccountStatus: "DISABLED" });
}
