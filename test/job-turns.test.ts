import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ExportJobStore } from "#features/export-jobs/index.ts";
import { ImportJobStore } from "#features/import-jobs/index.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import type { Owner } from "#platform/owner.ts";
import { engines, newDatabasePlace } from "./support/engines.ts";
import { sqlitePlan } from "./support/sqlite-plan.ts";

const now = 1_000_000;
const leaseUntil = now + 60_000;
const filter = { include: {}, exclude: {}, mostResults: undefined };
const [busy, other] = ["111111111111", "222222222222"];

interface New {
  readonly owner: Owner;
  readonly id: string;
  readonly createdAt: number;
}

const begun = { status: "CREATED", completedAt: undefined, processed: 0, message: undefined } as const;

function exportsOn(database: Database) {
  const store = new ExportJobStore(database);
  const source = { type: "MESSAGE_INSIGHTS", from: 0, to: now, ...filter } as const;
  const kept = { ...begun, source, format: "CSV", exported: 0, bytes: undefined } as const;
  return { store, insert: (job: New) => store.insert({ ...job, ...kept }) };
}

function importsOn(database: Database) {
  const store = new ImportJobStore(database);
  const destination = { type: "SUPPRESSION_LIST", action: "PUT" } as const;
  const source = { url: "s3://lists/list.csv", format: "CSV" } as const;
  return { store, insert: (job: New) => store.insert({ ...job, ...begun, destination, source, failed: 0 }) };
}

for (const engine of engines) {
  describe(`jobs of many accounts, on ${engine}`, () => {
    for (const jobsOn of [exportsOn, importsOn]) {
      test(`take turns: none has a second one done while another's first waits (${jobsOn.name})`, async () => {
        await using place = await newDatabasePlace(engine);
        await using database = await openDatabase(place);
        const { store, insert } = jobsOn(database);
        const put = (account: string, id: string, createdAt: number, region = "us-east-1") =>
          insert({ owner: { account, region }, id, createdAt });
        const claimed = async (limit: number) => {
          const claims = await store.claimDue(now, { limit, leaseUntil });
          return claims.map(({ owner, id }) => `${owner.account} ${id}`).toSorted();
        };
        const ofOne = Array.from({ length: 6 }, (_, at) =>
          put(busy, `a${at}`, at, at % 2 ? "eu-west-1" : undefined),
        );
        await store.write([...ofOne, put(other, "b0", 100)]);
        assert.deepEqual(await claimed(2), [`${busy} a0`, `${other} b0`]);
        // What is under way counts, too.
        await store.write([put("333333333333", "c0", 200)]);
        assert.deepEqual(await claimed(1), ["333333333333 c0"]);
        assert.deepEqual(
          await claimed(9),
          ["a1", "a2", "a3", "a4", "a5"].map((id) => `${busy} ${id}`),
        );
      });
    }
  });
}

test("jobs that are due are found without a look at all that have ended, on sqlite", async () => {
  await using place = await newDatabasePlace("sqlite");
  await using database = await openDatabase(place);
  const plan = await sqlitePlan(database, async (explaining) => {
    for (const jobsOn of [exportsOn, importsOn])
      await jobsOn(explaining).store.claimDue(now, { limit: 1, leaseUntil });
  });
  assert.doesNotMatch(plan, /^SCAN (export|import)_jobs/m);
});
