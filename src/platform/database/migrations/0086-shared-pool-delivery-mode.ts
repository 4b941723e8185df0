import type { Migration } from "./migration.ts";

/** Whether mail may leave from shared addresses in other regions; null while nobody has said. */
export const sharedPoolDeliveryMode: Migration = {
  name: "0086-shared-pool-delivery-mode",
  statements: ({ key }) => [
    `alter table account_settings add column shared_pool_delivery_mode ${key}`,
    `alter table configuration_sets add column shared_pool_delivery_mode ${key}`,
  ],
};
