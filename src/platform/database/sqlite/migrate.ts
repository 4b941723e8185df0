import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { migrations } from "#platform/database/migrations/index.ts";
import {
  type Cell,
  type Migration,
  type Rewriting,
  sqliteTypes,
} from "#platform/database/migrations/migration.ts";
import { requireFitFor, saysWhatIsNeeded } from "#platform/database/migrations/newer-schema.ts";

/**
 * Applies what is missing (`among` these), each migration in a transaction of its own, and answers the names of what it applied. Safe when
 * several processes start at once. Throws `NewerSchema`.
 */
export function migrateSqlite(file: string, among?: ReadonlySet<string>): string[] {
  using database = new DatabaseSync(file, { timeout: 10_000 });
  // The journal mode is kept in the file; every later connection finds it.
  database.exec("pragma journal_mode = wal; pragma synchronous = full");
  database.exec("create table if not exists schema_migrations (name text primary key)");
  requireFit(database);
  const applied: string[] = [];
  for (const migration of migrations) {
    if (among?.has(migration.name) === false) continue;
    database.exec("begin immediate");
    try {
      const known = database.prepare("select 1 from schema_migrations where name = ?").get(migration.name);
      if (known === undefined) {
        apply(database, migration);
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

/** Throws `NewerSchema`. */
function requireFit(database: DatabaseSync): void {
  if (!saysWhatIsNeeded(new Set(namesIn(database)))) return;
  const needed = database.prepare("select name, needs from schema_migrations where needs is not null").all();
  requireFitFor(needed as { name: string; needs: string }[]);
}

function namesIn(database: DatabaseSync): string[] {
  const rows = database.prepare("select name from schema_migrations order by name").all();
  return rows.map(({ name }) => String(name));
}

function apply(database: DatabaseSync, { name, needs, statements, rewriting }: Migration): void {
  for (const statement of statements(sqliteTypes)) database.exec(statement);
  if (rewriting) rewrite(database, rewriting(sqliteTypes));
  database.prepare("insert into schema_migrations (name) values (?)").run(name);
  if (needs !== undefined) {
    database.prepare("update schema_migrations set needs = ? where name = ?").run(needs, name);
  }
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
  using database = opened(file);
  return database === undefined ? [] : namesIn(database);
}

/** Throws `NewerSchema`. Makes no database where there is none. */
export function requireFitInSqlite(file: string): void {
  using database = opened(file);
  if (database !== undefined) requireFit(database);
}

/** Undefined: nothing was ever applied. */
function opened(file: string): DatabaseSync | undefined {
  if (!existsSync(file)) return undefined;
  const database = new DatabaseSync(file, { timeout: 10_000, readOnly: true });
  const table = database.prepare("select 1 from sqlite_schema where name = 'schema_migrations'").get();
  if (table !== undefined) return database;
  database.close();
  return undefined;
}
