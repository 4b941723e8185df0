import type { Migration } from "./migration.ts";

/** Lists that are read from a file by themselves. `due_at`: when somebody may take the job; null once it has ended. */
export const importJobs: Migration = {
  name: "0070-import-jobs",
  statements: ({ key }) => [
    `create table import_jobs (
      account ${key} not null, region ${key} not null, id ${key} not null,
      destination ${key} not null, action ${key} not null, contact_list ${key},
      url text not null, format ${key} not null,
      status ${key} not null, created_at bigint not null, completed_at bigint,
      processed bigint not null, failed bigint not null, message text,
      due_at bigint, fence bigint not null, attempts bigint not null,
      primary key (account, region, id))`,
    `create index import_jobs_by_due on import_jobs (due_at) where due_at is not null`,
  ],
};
