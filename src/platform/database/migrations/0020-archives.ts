import type { Migration } from "./migration.ts";

/** Which archive a message was kept in, so that one is searched without the others. */
export const archives: Migration = {
  name: "0020-archives",
  statements: ({ key }) => [
    `alter table messages add column archive ${key}`,
    `create index messages_of_archive on messages (account, region, archive, id) where archive is not null`,
  ],
};
