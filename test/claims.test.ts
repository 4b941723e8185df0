import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { BlocklistStore } from "#features/blocklists/index.ts";
import { CheckQueueStore } from "#features/checks/queue-store.ts";
import { ExportJobStore } from "#features/export-jobs/index.ts";
import { ImportJobStore } from "#features/import-jobs/index.ts";
import { TlsReportStore } from "#features/tls-reports/index.ts";
import { LinkToMailStore } from "#features/verification-links/index.ts";
import type { Change } from "#platform/change.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { newDatabasePlace } from "./support/engines.ts";

const owner = { account: "000000000000", region: "us-east-1" };
const now = 1_000_000;
const leaseMs = 60_000;
const [queued, limit] = [30, 2];

interface Queue {
  put(number: number): Change;
  claim(): Promise<readonly unknown[]>;
}

const queues: Readonly<Record<string, (database: Database) => Queue>> = {
  domain_checks: (database) => {
    const store = new CheckQueueStore(database);
    return {
      put: (number) =>
        store.schedule({ owner, identity: `d${number}.example`, subject: "dkim" }, { dueAt: now, fence: 1 }),
      claim: async () => await store.claimDue(now, { limit, leaseMs }),
    };
  },
  blocklist_checks: (database) => {
    const store = new BlocklistStore(database);
    return {
      put: (number) => store.want(`198.51.100.${number}`, "bl.example", { now, until: now + leaseMs }),
      claim: async () => await store.claimDue(["bl.example"], { now, limit, leaseUntil: now + leaseMs }),
    };
  },
  links_to_mail: (database) => {
    const store = new LinkToMailStore(database);
    return {
      put: (number) => store.insert({ owner, identityId: `idn_${number}`, address: "ann@a.example" }, now),
      claim: async () => await store.claimDue(now, { limit, leaseUntil: now + leaseMs }),
    };
  },
  tls_reports: (database) => {
    const store = new TlsReportStore(database);
    return {
      put: (number) =>
        store.changesToPlan([{ day: 0, domain: `d${number}.example`, dueAt: now }])[0] ?? {
          topic: "tls-reports",
        },
      claim: async () => await store.claimDue(now, { limit, leaseUntil: now + leaseMs }),
    };
  },
  import_jobs: (database) => {
    const store = new ImportJobStore(database);
    const job = {
      owner,
      destination: { type: "SUPPRESSION_LIST", action: "PUT" },
      source: { url: "s3://lists/bounced.csv", format: "CSV" },
      status: "CREATED",
      createdAt: now,
      completedAt: undefined,
      processed: 0,
      failed: 0,
      message: undefined,
    } as const;
    return {
      put: (number) => store.insert({ ...job, id: `imp_${number}` }),
      claim: async () => await store.claimDue(now, { limit, leaseUntil: now + leaseMs }),
    };
  },
  export_jobs: (database) => {
    const store = new ExportJobStore(database);
    const filter = { include: {}, exclude: {} };
    const job = {
      owner,
      source: { type: "MESSAGE_INSIGHTS", from: 0, to: now, ...filter, mostResults: undefined },
      format: "CSV",
      status: "CREATED",
      createdAt: now,
      completedAt: undefined,
      processed: 0,
      exported: 0,
      bytes: undefined,
      message: undefined,
    } as const;
    return {
      put: (number) => store.insert({ ...job, id: `exp_${number}` }),
      claim: async () => await store.claimDue(now, { limit, leaseUntil: now + leaseMs }),
    };
  },
};

for (const [table, queueOn] of Object.entries(queues)) {
  test(`no more is claimed of ${table} than there is room for, though there was little when PostgreSQL looked last`, async () => {
    await using place = await newDatabasePlace("postgres");
    await using database = await openDatabase(place);
    const queue = queueOn(database);
    await database.write([queue.put(0)]);
    // With one row, it plans to look for what is due anew for each.
    await database.write([{ query: sql`analyze ${sql.table(table)}`.compile(database.build) }]);
    await database.write(Array.from({ length: queued - 1 }, (_, at) => queue.put(at + 1)));
    for (let claimed = 0; claimed < queued; claimed += limit) {
      assert.equal((await queue.claim()).length, limit);
    }
    assert.equal((await queue.claim()).length, 0);
  });
}
