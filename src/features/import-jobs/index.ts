export type { ImportDestination, ImportJob } from "./import-job.ts";
export { ImportJobs } from "./import-jobs.ts";
export { ImportJobStore } from "./store.ts";
