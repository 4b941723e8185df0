import type { Migration } from "./migration.ts";

/**
 * The tokens of a domain in one row, and a row of `dkim_keys` only for a key that was made: three rows under an index of
 * random tokens were four fifths of what it took to write an identity (100 of 120 µs).
 */
export const dkimTokens: Migration = {
  name: "0014-dkim-tokens",
  statements: ({ key }) => [
    `create table dkim_tokens (
      account ${key} not null, region ${key} not null, domain ${key} not null,
      tokens text not null, issued_at bigint not null,
      primary key (account, region, domain))`,
    `insert into dkim_tokens (account, region, domain, tokens, issued_at)
      select account, region, domain, string_agg(selector, ' ' order by position), min(stage_since)
      from dkim_keys where origin = 'easy' group by account, region, domain`,
    `delete from dkim_keys where stage = 'empty'`,
  ],
};
