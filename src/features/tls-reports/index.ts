export { TlsReportStore } from "./store.ts";
export { TlsReports } from "./tls-reports.ts";
