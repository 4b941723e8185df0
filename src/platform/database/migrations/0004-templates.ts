import type { Migration } from "./migration.ts";

/** Messages with gaps to be filled in. */
export const templates: Migration = {
  name: "0004-templates",
  statements: ({ key }) => [
    `create table email_templates (
      account ${key} not null, region ${key} not null, name ${key} not null, id ${key} not null,
      created_at bigint not null, subject text, text_part text, html_part text,
      primary key (account, region, name))`,
  ],
};
