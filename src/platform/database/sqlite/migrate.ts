import { DatabaseSync } from "node:sqlite";
import { migrations } from "#platform/database/migrations/index.ts";
import { sqliteTypes } from "#platform/database/migrations/migration.ts";

/** Applies what is missing, each migration in a transaction of its own. Safe when several processes start at once. */
export function migrateSqlite(file: string): void {
  const database = new DatabaseSync(file, { timeout: 10_000 });
  try {
    // The journal mode is kept in the file; every later connection finds it.
    database.exec("pragma journal_mode = wal; pragma synchronous = full");
    database.exec("create table if not exists schema_migrations (name text primary key)");
    for (const migration of migrations) {
      database.exec("begin immediate");
      try {
        const known = database.prepare("select 1 from schema_migrations where name = ?").get(migration.name);
        if (known === undefined) {
          for (const statement of migration.statements(sqliteTypes)) database.exec(statement);
          database.prepare("insert into schema_migrations (name) values (?)").run(migration.name);
        }
        database.exec("commit");
      } catch (error) {
        database.exec("rollback");
        throw error;
      }
    }
  } finally {
    database.close();
  }
}
