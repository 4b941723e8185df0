import type { Migration } from "./migration.ts";

/** What receivers of mail reported of domains. Names are kept from the root on, so that those below a domain stand beside it. */
export const dmarcReports: Migration = {
  name: "0092-dmarc-reports",
  statements: ({ key }) => [
    `create table dmarc_reports (
      id ${key} primary key, from_root ${key} not null, day bigint not null,
      reporter ${key} not null, is_proven integer not null, organization text not null, contact text not null,
      report_id ${key} not null, begins_at bigint not null, ends_at bigint not null, received_at bigint not null,
      policy text not null, messages bigint not null, passed bigint not null)`,
    `create unique index dmarc_reports_once on dmarc_reports (from_root, reporter, is_proven, report_id)`,
    `create index dmarc_reports_of_domain on dmarc_reports (from_root, day)`,
    `create index dmarc_reports_by_day on dmarc_reports (day)`,
    `create table dmarc_report_rows (
      report ${key} not null, place integer not null, source ${key}, messages bigint not null,
      disposition text not null, dkim integer not null, spf integer not null, is_ours integer not null,
      header_from text not null, envelope_from text not null, signed_by text not null, override text not null,
      primary key (report, place))`,
  ],
};
