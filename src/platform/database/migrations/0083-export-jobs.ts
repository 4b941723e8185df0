import type { Migration } from "./migration.ts";

/** Files that are written by themselves, and kept in parts. `due_at`: when somebody may take the job; null once it has ended. */
export const exportJobs: Migration = {
  name: "0083-export-jobs",
  statements: ({ key, bytes }) => [
    `create table export_jobs (
      account ${key} not null, region ${key} not null, id ${key} not null,
      type ${key} not null, source text not null, format ${key} not null,
      status ${key} not null, created_at bigint not null, completed_at bigint,
      processed bigint not null, exported bigint not null, bytes bigint, message text,
      due_at bigint, fence bigint not null, attempts bigint not null,
      primary key (account, region, id))`,
    `create index export_jobs_by_due on export_jobs (due_at) where due_at is not null`,
    `create index export_jobs_by_end on export_jobs (completed_at) where completed_at is not null`,
    `create table export_parts (
      account ${key} not null, region ${key} not null, job_id ${key} not null, number integer not null,
      content ${bytes} not null,
      primary key (account, region, job_id, number))`,
  ],
};
