import type { Migration } from "./migration.ts";

/** What signs messages with S/MIME, and for whom. */
export const smimeCertificates: Migration = {
  name: "0088-smime-certificates",
  statements: ({ key, bytes }) => [
    `create table smime_certificates (
      account ${key} not null, region ${key} not null, id ${key} not null, chain text not null, addresses text not null,
      private_key_sealed ${bytes} not null, not_before bigint not null, not_after bigint not null, created_at bigint not null,
      primary key (account, region, id))`,
    `create table identity_certificates (
      account ${key} not null, region ${key} not null, identity ${key} not null, from_address ${key} not null,
      certificate ${key} not null,
      primary key (account, region, identity, from_address))`,
    "create index identity_certificates_by_certificate on identity_certificates (account, region, certificate)",
  ],
};
