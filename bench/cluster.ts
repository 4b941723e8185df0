import { randomBytes } from "node:crypto";
import { type PostgresServer, startPostgres } from "#test/support/postgres-server.ts";
import { claimRates } from "./claims.ts";
import { IdentityRequests } from "./identity-requests.ts";
import { load } from "./load.ts";
import { sendMessages, verifySender } from "./message-load.ts";
import { cpuMicrosWithChildren } from "./postgres-usage.ts";
import { Signet } from "./signet.ts";
import { Sink } from "./sink.ts";
import { spread } from "./statistics.ts";
import { figure, range, table } from "./table.ts";

const connections = 64;
const sizes = [1, 2, 3];

interface Round {
  readonly perSecond: number;
  readonly nodeMicros: number;
  readonly databaseMicros: number;
}

/** One, two and three processes on one PostgreSQL, and what it costs to take work from the queue they share. */
export async function benchCluster({ rounds, quick }: { rounds: number; quick: boolean }): Promise<string> {
  const counts = quick ? { create: 1_000, send: 1_000 } : { create: 3_000, send: 3_000 };
  const rows: string[][] = [];
  for (const size of sizes) {
    await using postgres = await startPostgres({ durable: true });
    await using sink = await Sink.start();
    await using nodes = await Nodes.start(size, postgres, sink);
    // As much for each: what has run little runs slowly.
    await nodes.create(500 * size);
    await nodes.send(500 * size);
    const created: Round[] = [];
    const sent: Round[] = [];
    for (let round = 0; round < rounds; round++) {
      created.push(await nodes.create(counts.create));
      sent.push(await nodes.send(counts.send));
    }
    rows.push(rowOf("create a domain", size, created), rowOf("send 5 KB, delivered", size, sent));
  }
  return [
    "Cluster: processes that share one PostgreSQL, on one machine with it, the load and the server at the end: what they use of the",
    "processor is what a machine of their own would have to give. Every write is flushed.",
    "",
    table(["work", "processes", "a second", "CPU µs each: processes", "PostgreSQL"], rows),
    "",
    await claimRates({ rounds, quick }),
  ].join("\n");
}

function rowOf(work: string, size: number, rounds: readonly Round[]): string[] {
  const of = (pick: (round: Round) => number) => spread(rounds.map(pick));
  return [
    work,
    `${size}`,
    range(of((round) => round.perSecond)),
    figure(of((round) => round.nodeMicros).median),
    figure(of((round) => round.databaseMicros).median),
  ];
}

/** Processes that share a PostgreSQL, each of which gets its part of the load. */
class Nodes implements AsyncDisposable {
  readonly #running: AsyncDisposable;
  readonly #nodes: readonly Signet[];
  readonly #requests: readonly IdentityRequests[];
  readonly #postgres: PostgresServer;
  readonly #sink: Sink;

  private constructor(
    running: AsyncDisposable,
    { nodes, postgres, sink }: { nodes: readonly Signet[]; postgres: PostgresServer; sink: Sink },
  ) {
    this.#running = running;
    this.#nodes = nodes;
    this.#requests = nodes.map((node, at) => new IdentityRequests(node, `node${"abc"[at]}`));
    this.#postgres = postgres;
    this.#sink = sink;
  }

  static async start(size: number, postgres: PostgresServer, sink: Sink): Promise<Nodes> {
    await using starting = new AsyncDisposableStack();
    const settings = {
      SIGNET_DELIVERY: `smtp://127.0.0.1:${sink.port}`,
      SIGNET_MASTER_KEY: randomBytes(32).toString("hex"),
    };
    const nodes: Signet[] = [];
    while (nodes.length < size) {
      nodes.push(starting.use(await Signet.start(postgres.url("postgres"), settings)));
    }
    const [first] = nodes;
    if (first !== undefined) await verifySender(first);
    return new Nodes(starting.move(), { nodes, postgres, sink });
  }

  async create(count: number): Promise<Round> {
    return await this.#measure(count, async (node, share, at) => {
      const requests = this.#requests[at]?.create("domain", share) ?? [];
      await load({ port: node.port, connections: this.#connections, requests });
    });
  }

  /** Until the last one has arrived. */
  async send(count: number): Promise<Round> {
    await this.#sink.tell("begin");
    return await this.#measure(
      count,
      async (node, share) => void (await sendMessages(node, { door: "HTTP", count: share })),
      async (total) => void (await this.#sink.receives(total)),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#running[Symbol.asyncDispose]();
  }

  get #connections(): number {
    return Math.ceil(connections / this.#nodes.length);
  }

  async #measure(
    count: number,
    work: (node: Signet, share: number, at: number) => Promise<void>,
    afterwards: (total: number) => Promise<void> = async () => {},
  ): Promise<Round> {
    const share = Math.floor(count / this.#nodes.length);
    const total = share * this.#nodes.length;
    const before = await this.#usage();
    const since = performance.now();
    await Promise.all(this.#nodes.map(async (node, at) => await work(node, share, at)));
    await afterwards(total);
    const seconds = (performance.now() - since) / 1_000;
    const after = await this.#usage();
    return {
      perSecond: total / seconds,
      nodeMicros: (after.nodes - before.nodes) / total,
      databaseMicros: (after.database - before.database) / total,
    };
  }

  async #usage(): Promise<{ nodes: number; database: number }> {
    const used = await Promise.all(this.#nodes.map(async (node) => (await node.usage()).cpuMicros));
    return {
      nodes: used.reduce((sum, micros) => sum + micros, 0),
      database: await cpuMicrosWithChildren(this.#postgres.pid),
    };
  }
}
