import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { migrations } from "#platform/database/migrations/index.ts";
import { type Migration, postgresTypes, sqliteTypes } from "#platform/database/migrations/migration.ts";
import { openDatabase } from "#platform/database/open.ts";
import { signet } from "#test/support/command-line.ts";
import { type DatabasePlace, type Engine, engines, newDatabasePlace } from "#test/support/engines.ts";

function settingsFor({ folder, url }: DatabasePlace): Record<string, string> {
  return { SIGNET_DATA: folder, ...(url === undefined ? {} : { SIGNET_DATABASE_URL: url }) };
}

for (const engine of engines) {
  test(`the schema is checked and brought up to date from the command line, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine, { empty: true });
    const settings = settingsFor(place);
    const names = migrations.map(({ name }) => `  ${name}\n`).join("");
    const before = await signet(["migrate", "--check"], settings);
    assert.deepEqual(before, { code: 1, out: `Missing:\n${names}`, err: "" });
    const both = await Promise.all([signet(["migrate"], settings), signet(["migrate"], settings)]);
    assert.deepEqual(both.map(({ out }) => out).toSorted(), [`Applied:\n${names}`, "Up to date.\n"]);
    assert.deepEqual(await signet(["migrate", "--check"], settings), {
      code: 0,
      out: "Up to date.\n",
      err: "",
    });
  });

  test(`a schema that a newer version has added to is worked with, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const newer = sql`insert into schema_migrations (name) values ('9999-from-the-future')`;
    await database.write([{ query: newer.compile(database.build) }]);
    const checked = await signet(["migrate", "--check"], settingsFor(place));
    assert.deepEqual(checked, {
      code: 0,
      out: "Applied by a newer version:\n  9999-from-the-future\nUp to date.\n",
      err: "",
    });
    await using again = await openDatabase(place);
    await again.ping();
  });
}

for (const engine of engines) {
  test(`a schema that a newer version has taken something from is refused in words, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const needing = (name: string, needs: string) =>
      sql`insert into schema_migrations (name, needs) values (${name}, ${needs})`.compile(database.build);
    await database.write([
      { query: needing("9998-without-what-we-never-used", migrations.at(-1)?.name ?? "") },
    ]);
    await using fit = await openDatabase(place);
    await fit.ping();
    await database.write([{ query: needing("9999-without-what-we-use", "9997-of-the-next-release") }]);
    const refusal =
      /^signet: A newer version of Signet has changed this database \(9999-without-what-we-use\) so that this one, [\d.]+, cannot work on it\. Start the newer version again, or restore a backup from before it\. Nothing was changed\.\n$/;
    // On PostgreSQL a service listens before it knows, and another one may have its usual place.
    const settings = { ...settingsFor(place), SIGNET_HTTP: "127.0.0.1:0" };
    for (const command of [["migrate"], ["migrate", "--check"], ["keys", "list"], ["serve"]]) {
      const { code, err } = await signet(command, settings);
      assert.match(err, refusal);
      assert.equal(code, 78);
    }
  });

  test(`what a migration needs is kept with it, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine, { empty: true });
    const name = "9999-takes-away";
    const taking = { name, needs: migrations.at(-1)?.name ?? "", statements: () => [] };
    (migrations as Migration[]).push(taking);
    try {
      await using database = await openDatabase(place);
      const kept = sql<{ needs: string }>`select needs from schema_migrations where name = ${name}`;
      assert.deepEqual(await database.read(kept.compile(database.build)), [{ needs: taking.needs }]);
    } finally {
      (migrations as Migration[]).pop();
    }
  });
}

/** Every table with its columns and its key, as the engine itself tells it. */
async function schemaOf(engine: Engine): Promise<Record<string, unknown>> {
  await using place = await newDatabasePlace(engine);
  await using database = await openDatabase(place);
  const columns =
    engine === "sqlite"
      ? sql<{ name: string; column: string; required: number; key: number }>`
          select t.name, c.name as "column", c."notnull" as required, c.pk as key
          from sqlite_schema t, pragma_table_info(t.name) c where t.type = 'table' and t.name not like 'sqlite%'`
      : sql<{ name: string; column: string; required: number; key: number }>`
          select c.table_name as name, c.column_name as "column",
            case c.is_nullable when 'NO' then 1 else 0 end as required, coalesce(k.ordinal_position, 0) as key
          from information_schema.columns c
          left join information_schema.table_constraints p
            on p.table_name = c.table_name and p.table_schema = c.table_schema and p.constraint_type = 'PRIMARY KEY'
          left join information_schema.key_column_usage k
            on k.constraint_name = p.constraint_name and k.table_name = c.table_name and k.column_name = c.column_name
          join pg_class t on t.relname = c.table_name and not t.relispartition
          where c.table_schema = 'public'`;
  const rows = await database.read(columns.compile(database.build));
  const tables = Object.groupBy(rows, ({ name }) => name);
  const described = Object.entries(tables).map(([name, of = []]) => [
    name,
    of
      // In SQLite the columns of a key may be left out where nothing else is said; ours never are.
      .map(
        ({ column, required, key }) =>
          `${column}${required || key ? " not null" : ""}${key ? ` key ${key}` : ""}`,
      )
      .toSorted(),
  ]);
  return Object.fromEntries(described) as Record<string, unknown>;
}

test("both engines have the same tables, columns and keys", async () => {
  const [one, other] = await Promise.all(engines.map(schemaOf));
  assert.deepEqual(one, other);
  assert.ok(Object.keys(one ?? {}).length > 30);
});

/** Those that are not: docs/scaling.md says why. */
const keyedOtherwise = {
  "by what a caller presents, before anything is known of it": [
    "access_keys",
    "api_keys",
    "sessions",
    "sign_in_attempts",
    "users",
    "verification_links",
  ],
  "by the account, for all its regions together": ["delivery_attempts", "inbox"],
  "of the cell, and nobody's in it": [
    "blocklist_checks",
    "dmarc_report_rows",
    "dmarc_reports",
    "local_dns_records",
    "mail_site_holders",
    "mailed_links",
    "schema_migrations",
    "service_secrets",
    "tls_reports",
    "tls_sessions",
  ],
};

for (const engine of engines) {
  test(`every table is keyed by account and region first, but for those that cannot be, on ${engine}`, async () => {
    const schema = (await schemaOf(engine)) as Record<string, string[]>;
    const isKeyed = (columns: string[], ...key: string[]) =>
      key.every((column, at) => columns.includes(`${column} not null key ${at + 1}`));
    const others = Object.entries(schema).filter(([, columns]) => !isKeyed(columns, "account", "region"));
    assert.deepEqual(
      others.map(([name]) => name).toSorted(),
      Object.values(keyedOtherwise).flat().toSorted(),
    );
    for (const name of keyedOtherwise["by the account, for all its regions together"]) {
      assert.ok(isKeyed(schema[name] ?? [], "account"), name);
    }
  });
}

/** By name; those that come with a key have none of ours. */
async function indexesOf(engine: Engine): Promise<string[]> {
  await using place = await newDatabasePlace(engine);
  await using database = await openDatabase(place);
  const indexes =
    engine === "sqlite"
      ? sql<{
          name: string;
        }>`select name from sqlite_schema where type = 'index' and sql is not null order by name`
      : sql<{ name: string }>`
          select c.relname as name from pg_class c
          where c.relkind in ('i', 'I') and not c.relispartition and c.relnamespace = 'public'::regnamespace
            and not exists (select 1 from pg_constraint k where k.conindid = c.oid)
          order by c.relname collate "C"`;
  return (await database.read(indexes.compile(database.build))).map(({ name }) => name);
}

test("both engines have the same indexes", async () => {
  const [one, other] = await Promise.all(engines.map(indexesOf));
  assert.deepEqual(one, other);
  assert.ok((one ?? []).length > 10);
});

/** From before the first release: nobody has a process of that time. */
const beforeTheRule = new Set(["0002-sending", "0014-dkim-tokens", "0030-days"]);

/** They change rows into such as the version before writes too. */
const mending = new Set(["0067-scope-alone", "0072-contacts-in-any-case"]);

test("a migration takes nothing away that a process of the version before may use", () => {
  const adds = /^(create (unique )?index|create table|alter table \w+ add column|insert into)\b/;
  const breaches = migrations
    .filter(({ name }) => !beforeTheRule.has(name))
    .flatMap(({ name, statements }) =>
      [sqliteTypes, postgresTypes]
        .flatMap((types) => statements(types))
        .map((statement) => statement.trim())
        .filter((statement) => !(mending.has(name) && /^update\b/.test(statement)))
        .filter((statement) => !adds.test(statement) || isUnusable(statement))
        .map((statement) => `${name}: ${statement.slice(0, 60)}`),
    );
  assert.deepEqual(breaches, []);
  const rewriting = migrations.filter((one) => one.rewriting !== undefined).map(({ name }) => name);
  assert.deepEqual(
    rewriting.filter((name) => !mending.has(name)),
    [],
  );
});

/** The version before inserts rows without the new column. */
function isUnusable(statement: string): boolean {
  return /add column/.test(statement) && /not null/.test(statement) && !/default/.test(statement);
}
