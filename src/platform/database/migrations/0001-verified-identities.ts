import type { Migration } from "./migration.ts";

/** Identities, their proof, the mail that proves them, and what they refer to. */
export const verifiedIdentities: Migration = {
  name: "0001-verified-identities",
  statements: ({ key, bytes }) => [
    `create table access_keys (
      id ${key} primary key, account ${key} not null, secret_sealed ${bytes} not null,
      description text not null, created_at bigint not null, revoked_at bigint)`,
    `create table api_keys (
      id ${key} primary key, account ${key} not null, token_hash ${bytes} not null unique,
      description text not null, created_at bigint not null, revoked_at bigint)`,

    `create table identities (
      account ${key} not null, region ${key} not null, name ${key} not null,
      id ${key} not null, kind ${key} not null, created_at bigint not null,
      configuration_set ${key}, feedback_forwarding integer not null,
      verification_status ${key} not null, verification_status_since bigint not null,
      dkim_signing_enabled integer not null, dkim_origin ${key} not null,
      dkim_status ${key} not null, dkim_status_since bigint not null,
      next_key_bits integer, key_bits_changed_at bigint,
      mail_from_domain ${key}, mail_from_on_mx_failure ${key} not null,
      mail_from_status ${key}, mail_from_status_since bigint,
      last_checked_at bigint, last_success_at bigint, check_error ${key}, soa text,
      primary key (account, region, name))`,
    `create table identity_policies (
      account ${key} not null, region ${key} not null, identity ${key} not null, name ${key} not null,
      document text not null,
      primary key (account, region, identity, name))`,
    `create table verification_links (
      token_hash ${bytes} primary key, account ${key} not null, region ${key} not null,
      identity ${key} not null, identity_id ${key} not null,
      created_at bigint not null, expires_at bigint not null, used_at bigint)`,
    `create index verification_links_by_identity on verification_links (account, region, identity)`,
    `create index verification_links_by_expiry on verification_links (expires_at)`,

    `create table dkim_keys (
      account ${key} not null, region ${key} not null, domain ${key} not null, selector ${key} not null,
      id ${key} not null, origin ${key} not null, position integer not null,
      stage ${key} not null, stage_since bigint not null,
      key_bits integer, public_key text, private_key_sealed ${bytes}, made_at bigint,
      primary key (account, region, domain, selector))`,
    `create index dkim_keys_by_token on dkim_keys (selector)`,

    `create index dkim_keys_by_stage on dkim_keys (stage, stage_since) where made_at is not null`,

    `create table domain_checks (
      account ${key} not null, region ${key} not null, identity ${key} not null, subject ${key} not null,
      due_at bigint not null, attempts integer not null, misses integer not null,
      claimed_until bigint not null, fence bigint not null,
      primary key (account, region, identity, subject))`,
    `create index domain_checks_by_due on domain_checks (due_at)`,
    `create table dns_evidence (
      account ${key} not null, region ${key} not null, identity ${key} not null, id ${key} not null,
      subject ${key} not null, first_seen_at bigint not null, checked_at bigint not null,
      verdict ${key} not null, fingerprint ${key} not null, evidence text not null,
      primary key (account, region, identity, id))`,

    `create table configuration_sets (
      account ${key} not null, region ${key} not null, name ${key} not null,
      id ${key} not null, created_at bigint not null,
      tracking_options text, delivery_options text, reputation_options text, sending_options text,
      suppression_options text, vdm_options text, archiving_options text, message_security_options text,
      primary key (account, region, name))`,
    `create table tags (
      account ${key} not null, region ${key} not null, resource ${key} not null,
      key ${key} not null, value text not null,
      primary key (account, region, resource, key))`,
    `create table resource_counts (
      account ${key} not null, region ${key} not null, kind ${key} not null, n bigint not null,
      primary key (account, region, kind))`,

    `create table messages (
      account ${key} not null, region ${key} not null, id ${key} not null, created_at bigint not null,
      signing_identity ${key}, envelope_from text not null, content ${bytes} not null,
      primary key (account, region, id))`,
    `create table deliveries (
      account ${key} not null, region ${key} not null, id ${key} not null, message_id ${key} not null,
      recipient_domain ${key} not null, recipients text not null,
      state ${key} not null, due_at bigint not null, expires_at bigint not null, attempts integer not null,
      claimed_until bigint not null, fence bigint not null, phase ${key} not null, last_reply text,
      primary key (account, region, id))`,
    `create index deliveries_by_due on deliveries (due_at) where state = 'queued'`,
    `create index deliveries_by_message on deliveries (message_id)`,
    `create table delivery_attempts (
      account ${key} not null, delivery_id ${key} not null, id ${key} not null, message_id ${key} not null,
      started_at bigint not null, ended_at bigint not null, outcome ${key} not null, conversation text not null,
      primary key (account, delivery_id, id))`,
    `create table inbox (
      account ${key} not null, region ${key} not null, id ${key} not null, message_id ${key} not null,
      received_at bigint not null, sender text not null, recipients text not null, subject text not null,
      size_bytes bigint not null, content ${bytes} not null,
      primary key (account, id))`,

    `create table local_dns_records (
      name ${key} not null, type ${key} not null, record_values text not null, ttl_seconds integer not null,
      behaviour ${key} not null, delay_ms integer not null, set_at bigint not null,
      primary key (name, type))`,
    `create table service_secrets (
      name ${key} primary key, sealed ${bytes} not null, created_at bigint not null)`,
  ],
};
