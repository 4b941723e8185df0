import type { Migration } from "./migration.ts";

/** People who sign in, their sessions, and who tried in vain. */
export const users: Migration = {
  name: "0037-users",
  statements: ({ key, bytes }) => [
    `create table users (
      id ${key} primary key, account ${key} not null, name ${key} not null unique, password_hash text not null,
      totp_sealed ${bytes}, totp_in_force integer not null, totp_last_step bigint not null, recovery_codes text not null,
      created_at bigint not null, last_signed_in_at bigint)`,
    `create index users_by_account on users (account)`,
    `create table sessions (
      token_hash ${bytes} primary key, id ${key} not null, user_id ${key} not null, account ${key} not null,
      created_at bigint not null, last_used_at bigint not null, source_ip text not null, user_agent text not null)`,
    `create index sessions_by_user on sessions (user_id)`,
    `create index sessions_by_use on sessions (last_used_at)`,
    `create table sign_in_attempts (
      subject ${key} primary key, failures integer not null, last_at bigint not null, blocked_until bigint not null)`,
    `create index sign_in_attempts_by_time on sign_in_attempts (last_at)`,
  ],
};
