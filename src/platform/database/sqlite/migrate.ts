import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { migrations } from "#platform/database/migrations/index.ts";
import { type Cell, type Rewriting, sqliteTypes } from "#platform/database/migrations/migration.ts";

/**
 * Applies what is missing, each migration in a transaction of its own, and answers the names of what it applied. Safe when
 * several processes start at once.
 */
export function migrateSqlite(file: string): string[] {
  using database = new DatabaseSync(file, { timeout: 10_000 });
  // The journal mode is kept in the file; every later connection finds it.
  database.exec("pragma journal_mode = wal; pragma synchronous = full");
  database.exec("create table if not exists schema_migrations (name text primary key)");
  const applied: string[] = [];
  for (const migration of migrations) {
    database.exec("begin immediate");
    try {
      const known = database.prepare("select 1 from schema_migrations where name = ?").get(migration.name);
      if (known === undefined) {
        for (const statement of migration.statements(sqliteTypes)) database.exec(statement);
        if (migration.rewriting) rewrite(database, migration.rewriting(sqliteTypes));
        database.prepare("insert into schema_migrations (name) values (?)").run(migration.name);
        applied.push(migration.name);
      }
      database.exec("commit");
    } catch (error) {
      // A full disk may have ended the transaction already.
      if (database.isTransaction) database.exec("rollback");
      throw error;
    }
  }
  return applied;
}

function rewrite(database: DatabaseSync, rewriting: Rewriting): void {
  let step = rewriting.next();
  while (step.done !== true) {
    const { sql, values } = step.value;
    step = rewriting.next(database.prepare(sql).all(...values) as Record<string, Cell>[]);
  }
}

/** The names of what was applied to this database, by whatever version. Makes none where there is none. */
export function appliedInSqlite(file: string): string[] {
  if (!existsSync(file)) return [];
  using database = new DatabaseSync(file, { timeout: 10_000, readOnly: true });
  const table = database.prepare("select 1 from sqlite_schema where name = 'schema_migrations'").get();
  if (table === undefined) return [];
  const rows = database.prepare("select name from schema_migrations order by name").all();
  return rows.map(({ name }) => String(name));
}
