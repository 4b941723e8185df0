import { startPostgres } from "#test/support/postgres-server.ts";
import { Child } from "./child.ts";
import { IdentityRequests } from "./identity-requests.ts";
import { type LoadResult, load } from "./load.ts";
import type { Usage } from "./report-usage.ts";
import { Signet } from "./signet.ts";
import { spread } from "./statistics.ts";
import { figure, range, table } from "./table.ts";

/** Where load is put, and whose processor time is counted. */
interface Target {
  readonly port: number;
  usage(): Promise<Usage>;
}

interface Round extends LoadResult {
  readonly cpuMicros: number;
}

interface Comparison {
  readonly operation: string;
  readonly connections: number;
  readonly store: string;
  readonly rounds: readonly { readonly floor: Round; readonly ours: Round }[];
}

interface Subject {
  readonly store: string;
  readonly signet: Signet;
  /** Identities that are there before anything is measured. */
  readonly kept: IdentityRequests;
  readonly fresh: IdentityRequests;
}

const connectionCounts = [16, 64];

/** The four calls that matter most, each beside a bare server in the same breath. */
export async function benchIdentities({
  rounds,
  quick,
}: {
  rounds: number;
  quick: boolean;
}): Promise<string> {
  const forMs = quick ? 400 : 1_000;
  await using floorProcess = new Child("./bare-http-server.ts");
  const [port] = await floorProcess.says(/listening on (\d+)/);
  const floor: Target = { port: Number(port), usage: async () => await floorProcess.usage() };
  await using postgres = await startPostgres({ durable: true });
  await using sqliteSignet = await Signet.start();
  await using postgresSignet = await Signet.start(postgres.url("postgres"));
  const subjects = [await prepare("SQLite", sqliteSignet), await prepare("PostgreSQL", postgresSignet)];
  const comparisons: Comparison[] = [];
  for (const operation of operations) {
    for (const connections of connectionCounts) {
      for (const subject of subjects) {
        const results: Comparison["rounds"][number][] = [];
        for (let round = 0; round < rounds; round += 1) {
          const requests = operation.requests(subject, forMs);
          const batch = { requests, repeat: operation.repeat, connections, forMs };
          // What the rounds before left to do, on whichever store, is not to slow this one.
          await Promise.all(subjects.map(async ({ signet }) => await signet.settle()));
          results.push({ floor: await measure(floor, batch), ours: await measure(subject.signet, batch) });
        }
        comparisons.push({ operation: operation.name, connections, store: subject.store, rounds: results });
      }
    }
  }
  return report(comparisons);
}

/** Warms up, and leaves something to get and to list. */
async function prepare(store: string, signet: Signet): Promise<Subject> {
  const kept = new IdentityRequests(signet, "kept");
  const requests = kept.create("domain", 2_000);
  await load({ port: signet.port, connections: 16, requests });
  return { store, signet, kept, fresh: new IdentityRequests(signet, "fresh") };
}

/** More creations than can be done in the time: each name is new. */
const mostPerMs = 15;

const operations: readonly {
  readonly name: string;
  readonly repeat: boolean;
  requests(subject: Subject, forMs: number): Buffer[];
}[] = [
  {
    name: "Create address",
    repeat: false,
    requests: ({ fresh }, forMs) => fresh.create("address", mostPerMs * forMs),
  },
  {
    name: "Create domain",
    repeat: false,
    requests: ({ fresh }, forMs) => fresh.create("domain", mostPerMs * forMs),
  },
  { name: "Get domain", repeat: true, requests: ({ kept }) => kept.get(2_000) },
  { name: "List, page of 100", repeat: true, requests: ({ kept }) => [kept.listPage()] },
];

async function measure(target: Target, batch: Omit<Parameters<typeof load>[0], "port">): Promise<Round> {
  const before = await target.usage();
  const result = await load({ port: target.port, ...batch });
  const { cpuMicros } = await target.usage();
  return { ...result, cpuMicros: (cpuMicros - before.cpuMicros) / result.requests };
}

function report(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(({ operation, connections, store, rounds }) => {
    const median = (pick: (round: Round) => number, of: "floor" | "ours") =>
      spread(rounds.map((round) => pick(round[of]))).median;
    const both = (pick: (round: Round) => number) =>
      `${figure(median(pick, "ours"))} / ${figure(median(pick, "floor"))}`;
    return [
      operation,
      store,
      String(connections),
      range(spread(rounds.map(({ ours }) => ours.perSecond))),
      figure(median(({ perSecond }) => perSecond, "floor")),
      range(spread(rounds.map(({ ours, floor }) => ours.perSecond / floor.perSecond))),
      both(({ p50Ms }) => p50Ms),
      both(({ p99Ms }) => p99Ms),
      both(({ cpuMicros }) => cpuMicros),
    ];
  });
  return [
    "Calls: every one signed (SigV4), checked, and durable before it is answered (SQLite: synchronous=FULL; PostgreSQL:",
    "fsync on), beside a bare node:http server that parses the same JSON and answers as much. Server, load and",
    "PostgreSQL share the machine's cores, and the checks and messages of what is created run meanwhile. CPU is the server process's own.",
    "",
    table(
      [
        "call",
        "store",
        "connections",
        "req/s",
        "bare req/s",
        "ratio",
        "p50 ms / bare",
        "p99 ms / bare",
        "CPU µs / bare",
      ],
      rows,
    ),
  ].join("\n");
}
