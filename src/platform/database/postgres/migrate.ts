import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "pg";
import { migrations } from "#platform/database/migrations/index.ts";
import {
  type Cell,
  type Migration,
  postgresTypes,
  type Rewriting,
} from "#platform/database/migrations/migration.ts";
import { requireFitFor, saysWhatIsNeeded } from "#platform/database/migrations/newer-schema.ts";
import { UnfitServer } from "./trouble.ts";

/** Any number that no other application uses for its advisory locks: "signet" on a telephone's keys. */
const migrationLock = 744_638;

/** Whoever waits for a table makes everybody else wait behind it: not for longer than this, then again later. */
const lockTimeoutMs = 2_000;
const mostTries = 30;
const betweenTriesMs = 500;
const lockNotAvailable = "55P03";

/**
 * Applies what is missing (`among` these) and resolves to the names of that. Nodes that start at once wait for one another at the advisory
 * lock; nodes that run already go on meanwhile. Throws `NewerSchema`, `UnfitServer`.
 */
export async function migratePostgres(client: Client, among?: ReadonlySet<string>): Promise<string[]> {
  await requireUnicode(client);
  await client.query("select pg_advisory_lock($1)", [migrationLock]);
  try {
    await client.query('create table if not exists schema_migrations (name text collate "C" primary key)');
    const known = new Set(await appliedInPostgres(client));
    await requireFit(client, known);
    const missing = migrations.filter(({ name }) => !known.has(name) && among?.has(name) !== false);
    for (const migration of missing) await applyPatiently(client, migration);
    return missing.map(({ name }) => name);
  } finally {
    await client.query("select pg_advisory_unlock($1)", [migrationLock]);
  }
}

/** What people write is in all the world's letters, and lengths and cases are counted in letters. */
async function requireUnicode(client: Client): Promise<void> {
  const { rows } = await client.query<{ server_encoding: string }>("show server_encoding");
  const encoding = rows[0]?.server_encoding;
  if (encoding === "UTF8") return;
  throw new UnfitServer(
    `the database's encoding is ${encoding}. Make another: create database … encoding 'UTF8' template template0`,
  );
}

/** The names of what was applied to this database, by whatever version. */
export async function appliedInPostgres(client: Client): Promise<string[]> {
  const { rows: found } = await client.query<{ exists: boolean }>(
    "select to_regclass('schema_migrations') is not null as exists",
  );
  if (found[0]?.exists !== true) return [];
  const { rows } = await client.query<{ name: string }>("select name from schema_migrations order by name");
  return rows.map(({ name }) => name);
}

/** Throws `NewerSchema`. */
export async function requireFitInPostgres(client: Client): Promise<void> {
  await requireFit(client, new Set(await appliedInPostgres(client)));
}

async function requireFit(client: Client, applied: ReadonlySet<string>): Promise<void> {
  if (!saysWhatIsNeeded(applied)) return;
  const sql = "select name, needs from schema_migrations where needs is not null";
  requireFitFor((await client.query<{ name: string; needs: string }>(sql)).rows);
}

async function applyPatiently(client: Client, migration: Migration): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await apply(client, migration);
      return;
    } catch (error) {
      await client.query("rollback");
      if ((error as { code?: string }).code !== lockNotAvailable || tries === mostTries) throw error;
    }
    await delay(betweenTriesMs);
  }
}

async function apply(client: Client, { name, needs, statements, rewriting }: Migration): Promise<void> {
  await client.query("begin");
  await client.query(`set local lock_timeout = ${lockTimeoutMs}`);
  for (const statement of statements(postgresTypes)) await client.query(statement);
  if (rewriting) await rewrite(client, rewriting(postgresTypes));
  await client.query("insert into schema_migrations (name) values ($1)", [name]);
  if (needs !== undefined) {
    await client.query("update schema_migrations set needs = $1 where name = $2", [needs, name]);
  }
  await client.query("commit");
}

async function rewrite(client: Client, rewriting: Rewriting): Promise<void> {
  let step = rewriting.next();
  while (step.done !== true) {
    const { sql, values } = step.value;
    let at = 0;
    const text = sql.replaceAll("?", () => `$${++at}`);
    const { rows } = await client.query<Record<string, Cell>>(text, [...values]);
    step = rewriting.next(rows);
  }
}
