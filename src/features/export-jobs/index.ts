export type {
  ExportedMetric,
  ExportJob,
  ExportSource,
  InsightsFilter,
  InsightsSource,
  MetricsSource,
} from "./export-job.ts";
export { type ExportEnd, type ExportedFile, ExportJobs } from "./export-jobs.ts";
export { ExportFileStore } from "./files-store.ts";
export { ExportJobStore } from "./store.ts";
