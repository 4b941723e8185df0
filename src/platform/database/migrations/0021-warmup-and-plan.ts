import type { Migration } from "./migration.ts";

/** What SES keeps of an address's warm-up and of an account's plan; both null while nobody has said. */
export const warmupAndPlan: Migration = {
  name: "0021-warmup-and-plan",
  statements: ({ key }) => [
    `alter table dedicated_ips add column warmup_percent integer`,
    `alter table account_settings add column pricing_plan ${key}`,
  ],
};
