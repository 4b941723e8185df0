import type { Migration } from "./migration.ts";

/** Verification messages in the sender's own words. */
export const customVerification: Migration = {
  name: "0012-custom-verification",
  statements: ({ key }) => [
    `create table custom_verification_templates (
      account ${key} not null, region ${key} not null, name ${key} not null, id ${key} not null,
      created_at bigint not null, sender text not null, subject text not null, content text not null,
      success_url text not null, failure_url text not null,
      primary key (account, region, name))`,
    `alter table verification_links add column success_url text`,
    `alter table verification_links add column failure_url text`,
  ],
};
