import assert from "node:assert/strict";
import { test } from "node:test";
import { type Insertable, sql } from "kysely";
import { DkimKeyStore } from "#features/dkim-keys/store.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import type { DkimKeysTable } from "#platform/database/tables/dkim-keys.ts";
import { engines, newDatabasePlace } from "./support/engines.ts";

const owner = { account: "000000000000", region: "us-east-1" };
const issuedAt = 1_795_000_000_000;

for (const engine of engines) {
  test(`tokens that had a row each keep their order and their keys, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    {
      await using database = await openDatabase(place);
      await goBackBeforeTokens(database);
    }
    await using database = await openDatabase(place);
    const store = new DkimKeyStore(database);
    const empty = (selector: string, position: number) => ({
      selector,
      origin: "easy",
      position,
      state: { stage: "empty", since: issuedAt },
    });
    const [active, ...others] = await store.ofDomain(owner, "signed.example");
    assert.equal(active?.selector, "zz");
    assert.equal(active.state.stage, "active");
    assert.deepEqual(others, [empty("mm", 1), empty("aa", 2)]);
    assert.deepEqual(await store.ofDomain(owner, "new.example"), [
      empty("cc", 0),
      empty("bb", 1),
      empty("dd", 2),
    ]);
    const byo = await store.ofDomain(owner, "byo.example");
    assert.deepEqual(
      byo.map(({ selector, origin }) => [selector, origin]),
      [["s1", "byo"]],
    );
  });
}

/** The tables as they were, with a domain that signs, a new one, and one that brought its own key. */
async function goBackBeforeTokens(database: Database): Promise<void> {
  const { build } = database;
  const before = { ...owner, origin: "easy", stage_since: issuedAt } as const;
  const made = { public_key: "MIIB", key_bits: 2048, made_at: issuedAt, private_key_sealed: null };
  const empty = { public_key: null, key_bits: null, made_at: null, private_key_sealed: null, stage: "empty" };
  const rows = [
    { ...before, ...empty, domain: "signed.example", selector: "aa", position: 2 },
    { ...before, ...empty, domain: "signed.example", selector: "mm", position: 1 },
    { ...before, ...made, domain: "signed.example", selector: "zz", position: 0, stage: "active" },
    { ...before, ...empty, domain: "new.example", selector: "bb", position: 1 },
    { ...before, ...empty, domain: "new.example", selector: "cc", position: 0 },
    { ...before, ...empty, domain: "new.example", selector: "dd", position: 2 },
    {
      ...before,
      ...made,
      domain: "byo.example",
      selector: "s1",
      position: 0,
      origin: "byo",
      stage: "pending",
    },
  ];
  const oldRows = rows.map((row, at) => ({ ...row, id: `key_${at}` })) as Insertable<DkimKeysTable>[];
  await database.write([
    { query: sql`drop table dkim_tokens`.compile(build) },
    { query: sql`delete from schema_migrations where name = '0014-dkim-tokens'`.compile(build) },
    { query: build.insertInto("dkim_keys").values(oldRows).compile() },
  ]);
}
