import assert from "node:assert/strict";
import { test } from "node:test";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { engines, newDatabasePlace } from "#test/support/engines.ts";
import { rowsRead } from "#test/support/rows-read.ts";
import { sqlitePlan } from "#test/support/sqlite-plan.ts";
import { DkimKeyStore } from "./store.ts";

const region = "us-east-1";
const from = (account: number) => String(account).padStart(12, "0");
const all = Array.from({ length: 60 }, (_, number) => ({
  owner: { account: from(number % 3), region },
  domain: `${number}.example`,
  // Some begin to sign in the same moment.
  since: Math.floor(number / 4),
}));

async function sign(database: Database, store: DkimKeyStore): Promise<void> {
  for (const { owner, domain, since: at } of all) {
    const key = { id: domain, origin: "easy", position: 0, publicKey: "", bits: 2048, madeAt: 0 } as const;
    const kept = { ...key, selector: domain, privateKeySealed: new Uint8Array(1) };
    await database.write([
      store.insertKey(owner, domain, kept),
      ...store.move(owner, domain, domain, { stage: "active", at }),
    ]);
  }
}

for (const engine of engines) {
  test(`domains whose keys have signed for long are told page by page, each once, on ${engine}`, async () => {
    await using place = await newDatabasePlace(engine);
    await using database = await openDatabase(place);
    const store = new DkimKeyStore(database);
    await sign(database, store);
    const found: string[] = [];
    let after: Awaited<ReturnType<DkimKeyStore["domainsInStage"]>>[number] | undefined;
    do {
      const page = await store.domainsInStage("active", { before: 9, after, limit: 7 });
      found.push(...page.map(({ domain }) => domain));
      after = page.at(-1);
    } while (after !== undefined);
    assert.deepEqual(
      found.toSorted(),
      all
        .filter(({ since }) => since <= 9)
        .map(({ domain }) => domain)
        .toSorted(),
    );
  });
}

test("a page of the domains whose keys have signed for long is no look at all of them, on sqlite", async () => {
  await using place = await newDatabasePlace("sqlite");
  await using database = await openDatabase(place);
  const after = { account: from(1), region, domain: "4.example", since: 1 };
  const plan = await sqlitePlan(database, async (explaining) => {
    await new DkimKeyStore(explaining).domainsInStage("active", { before: 9, after, limit: 7 });
  });
  // Only those of one moment are put in order.
  assert.match(plan, /dkim_keys_by_stage \(stage=\? AND stage_since>\? AND stage_since<\?\)/);
  assert.doesNotMatch(plan, /FOR ORDER BY/);
});

test("a page of the domains whose keys have signed for long is no look at all of them, on postgres", async () => {
  await using place = await newDatabasePlace("postgres");
  await using database = await openDatabase(place);
  await sign(database, new DkimKeyStore(database));
  const after = { account: from(0), region, domain: "0.example", since: 0 };
  const rows = await rowsRead(database, async (explaining) => {
    await new DkimKeyStore(explaining).domainsInStage("active", { before: 14, after, limit: 7 });
  });
  assert.ok(rows < all.length / 2, `${rows} rows`);
});
