import type { Migration } from "./migration.ts";

/** When the owner is next to be told that a certificate expires, or it is to be seen when; null: no more. */
export const certificateExpiry: Migration = {
  name: "0081-certificate-expiry",
  statements: () => [
    `alter table smime_certificates add column notice_due_at bigint default 0`,
    `create index smime_certificates_by_notice on smime_certificates (notice_due_at) where notice_due_at is not null`,
  ],
};
