import { Client } from "pg";
import { QueueStore } from "#features/delivery/index.ts";
import { type Database, openDatabase } from "#platform/database/open.ts";
import { startPostgres } from "#test/support/postgres-server.ts";
import { spread } from "./statistics.ts";
import { figure, range, table } from "./table.ts";

const atOnce = 100;
const leaseMs = 60_000;

/** Takes 100 at a time until nothing is left, from our queue and from the plainest table there can be. */
export async function claimRates({ rounds, quick }: { rounds: number; quick: boolean }): Promise<string> {
  const count = quick ? 10_000 : 30_000;
  await using postgres = await startPostgres({ durable: true });
  const url = postgres.url("postgres");
  const rows: string[][] = [];
  for (const workers of [1, 3]) {
    const ours: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < rounds; round++) {
      bare.push(await claimFromBareTable(url, { count, workers }));
      ours.push(await claimFromQueue(url, { count, workers }));
    }
    const ratio = spread(ours.map((rate, at) => rate / (bare[at] ?? Number.NaN)));
    rows.push([`${workers}`, range(spread(ours)), figure(spread(bare).median), range(ratio)]);
  }
  return [
    `Claims: deliveries taken ${atOnce} at a time under a lease, beside a bare loop of FOR UPDATE SKIP LOCKED on a table of an id, a due time and`,
    "200 bytes, with one connection a worker.",
    "",
    table(["workers", "claimed/s", "bare/s", "ours : bare"], rows),
  ].join("\n");
}

interface Work {
  readonly count: number;
  readonly workers: number;
}

async function rateOf({ count, workers }: Work, claim: (worker: number) => Promise<number>): Promise<number> {
  const since = performance.now();
  const take = async (worker: number) => {
    while ((await claim(worker)) > 0);
  };
  await Promise.all(Array.from({ length: workers }, async (_, worker) => await take(worker)));
  return (1_000 * count) / (performance.now() - since);
}

async function claimFromQueue(url: string, work: Work): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const databases: Database[] = [];
  while (databases.length < work.workers) {
    databases.push(stack.use(await openDatabase({ url, folder: "" })));
  }
  const [first] = databases;
  if (first === undefined) return Number.NaN;
  await fill(first, work.count);
  await settle(url, "deliveries");
  const queues = databases.map((database) => new QueueStore(database));
  return await rateOf(work, async (worker) => {
    const now = Date.now();
    const times = { now, leaseUntil: now + leaseMs, limit: atOnce };
    return (await queues[worker]?.claimDue(times))?.length ?? 0;
  });
}

/** What the filling left to be done is done before anything is measured. */
async function settle(url: string, filled: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`vacuum analyze ${filled}`);
  await client.query("checkpoint");
  await client.end();
}

async function fill(database: Database, count: number): Promise<void> {
  await database.write([{ query: database.build.deleteFrom("deliveries").compile() }]);
  const queue = new QueueStore(database);
  const numbers = Array.from({ length: count }, (_, number) => number);
  const dueAt = Date.now() - leaseMs;
  await Promise.all(
    numbers.map(async (number) => {
      const delivery = queue.insert({
        id: `dlv_${String(number).padStart(32, "0")}`,
        owner: { account: "000000000000", region: "us-east-1" },
        messageId: `0100${String(number).padStart(40, "0")}`,
        recipientDomain: `domain-${number % 100}.example`,
        recipients: [`reader-${number}@domain-${number % 100}.example`],
        sizeBytes: 5_000,
        state: { is: "queued", dueAt: dueAt + number },
        attempts: 0,
        expiresAt: dueAt + 100 * leaseMs,
        lastReply: undefined,
      });
      await queue.write([delivery]);
    }),
  );
}

async function claimFromBareTable(url: string, work: Work): Promise<number> {
  const clients = Array.from({ length: work.workers }, () => new Client({ connectionString: url }));
  await Promise.all(clients.map(async (client) => await client.connect()));
  const [first] = clients;
  await first?.query("drop table if exists bare");
  await first?.query(
    "create table bare (id bigint primary key, due_at bigint not null, payload text not null)",
  );
  await first?.query("create index bare_by_due on bare (due_at)");
  await first?.query(
    `insert into bare select n, n, repeat('x', 200) from generate_series(1, ${work.count}) as n`,
  );
  await settle(url, "bare");
  try {
    return await rateOf(work, async (worker) => {
      const claimed = await clients[worker]?.query({
        name: "claim",
        text: `with due as materialized (
            select id from bare where due_at <= $1 order by due_at limit ${atOnce} for update skip locked)
          update bare set due_at = $2 where id in (select id from due) returning *`,
        values: [work.count, 2 * work.count],
      });
      return claimed?.rowCount ?? 0;
    });
  } finally {
    await Promise.all(clients.map(async (client) => await client.end()));
  }
}
