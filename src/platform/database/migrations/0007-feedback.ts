import type { Migration } from "./migration.ts";

/** What comes back: found by the message's id alone, and told of once. */
export const feedback: Migration = {
  name: "0007-feedback",
  statements: ({ key }) => [
    `create index messages_by_id on messages (id)`,
    `create index identities_by_mail_from on identities (mail_from_domain) where mail_from_domain is not null`,
    `create table feedback_reports (
      account ${key} not null, region ${key} not null, message_id ${key} not null, recipient ${key} not null,
      kind ${key} not null, received_at bigint not null,
      primary key (account, region, message_id, recipient, kind))`,
  ],
};
