export { DmarcReports, keptDays, reportsAddress } from "./dmarc-reports.ts";
export type { DmarcReport, DmarcSummary, ReportedSource } from "./report.ts";
export { DmarcReportStore } from "./store.ts";
