import type { Client } from "pg";
import { migrations } from "#platform/database/migrations/index.ts";
import { postgresTypes } from "#platform/database/migrations/migration.ts";

/** Any number that no other application uses for its advisory locks: "signet" on a telephone's keys. */
const migrationLock = 744_638;

/** Applies what is missing; nodes that start at once wait for one another at the advisory lock. */
export async function migratePostgres(client: Client): Promise<void> {
  await client.query("select pg_advisory_lock($1)", [migrationLock]);
  try {
    await client.query('create table if not exists schema_migrations (name text collate "C" primary key)');
    for (const migration of migrations) {
      const known = await client.query("select 1 from schema_migrations where name = $1", [migration.name]);
      if (known.rowCount === 1) continue;
      await client.query("begin");
      for (const statement of migration.statements(postgresTypes)) await client.query(statement);
      await client.query("insert into schema_migrations (name) values ($1)", [migration.name]);
      await client.query("commit");
    }
  } finally {
    await client.query("select pg_advisory_unlock($1)", [migrationLock]);
  }
}
