import { setTimeout as delay } from "node:timers/promises";
import type { CompiledQuery } from "kysely";
import { Announcements } from "#platform/announcements.ts";
import { postgresCompiler } from "#platform/database/compiler.ts";
import type { Database, Outcome, Step } from "#platform/database/database.ts";
import { Announcer } from "./announcer.ts";
import { Connection } from "./connection.ts";
import { Listener } from "./listener.ts";
import { migratePostgres } from "./migrate.ts";
import { Places } from "./places.ts";
import { kindOf, OutOfReach, Patience, toUnavailable } from "./trouble.ts";
import { withClient } from "./with-client.ts";
import { Writer } from "./writer.ts";

const writingConnections = 3;
const readingConnections = 4;
/** Who asks whether we are ready wants an answer soon. */
const pingedWithinMs = 2_000;

/** PostgreSQL, for as many processes as there are; each keeps a few pipelined connections. */
export async function openPostgres(url: string, signal?: AbortSignal): Promise<Database> {
  await withClient(url, async (client) => await migratePostgres(client), signal);
  const places = new Places(url);
  const database = new PostgresDatabase(places);
  await Promise.all([database.listening, database.writing]).catch(async (error: unknown) => {
    await database[Symbol.asyncDispose]();
    throw toUnavailable(error);
  });
  return database;
}

class PostgresDatabase implements Database {
  readonly engine = "postgres";
  readonly build = postgresCompiler();
  readonly announcements = new Announcements();
  readonly #writers: Connection[];
  readonly #readers: Connection[];
  /** What is behind a long read on a connection waits for it: those have their own. */
  readonly #aside: Connection;
  readonly #writer: Writer;
  readonly #announcer: Announcer;
  readonly #listener: Listener;

  constructor(places: Places) {
    this.#writers = Array.from({ length: writingConnections }, () => new Connection(places));
    this.#readers = Array.from({ length: readingConnections }, () => new Connection(places));
    this.#aside = new Connection(places);
    this.#announcer = new Announcer({
      build: this.build,
      announcements: this.announcements,
      send: async (statement) => await this.#writer.write([statement]),
    });
    this.#writer = new Writer(this.#writers, this.#announcer);
    this.#listener = new Listener({ places, announcer: this.#announcer, noPulse: () => this.#cutAll() });
  }

  get listening(): Promise<void> {
    return this.#listener.begun;
  }

  /** Resolves once there is a connection to write with: where there are few to be had, those that read would take them all. */
  get writing(): Promise<unknown> {
    return cheapest(this.#writers).session();
  }

  async read<Row>(query: CompiledQuery<Row>): Promise<Row[]> {
    return await this.#read(query, () => cheapest(this.#readers));
  }

  async readAside<Row>(query: CompiledQuery<Row>): Promise<Row[]> {
    return await this.#read(query, () => this.#aside);
  }

  async #read<Row>(query: CompiledQuery<Row>, choose: () => Connection): Promise<Row[]> {
    for (const patience = new Patience(); ; await patience.pause()) {
      try {
        const session = await choose().session();
        const { rows } = await session.run(query);
        return rows;
      } catch (error) {
        // To read twice does no harm.
        if (!(error instanceof OutOfReach) && kindOf(error) === "answer") throw error;
        if (patience.isOver) throw toUnavailable(error);
      }
    }
  }

  write(group: readonly Step[]): Promise<Outcome[]> {
    return this.#writer.write(group);
  }

  async change<Row>(query: CompiledQuery<Row>): Promise<Row[]> {
    const [outcome] = await this.#writer.write([{ query }]);
    return (outcome?.rows ?? []) as Row[];
  }

  async ping(): Promise<void> {
    const asked = cheapest(this.#readers)
      .session()
      .then(async (session) => await session.requireWritable());
    await Promise.race([
      Promise.all([asked, this.writing]),
      delay(pingedWithinMs, undefined, { ref: false }).then(silence),
    ]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#listener[Symbol.asyncDispose]();
    await this.#writer.drain();
    this.#announcer[Symbol.dispose]();
    await Promise.all(this.#connections.map((connection) => connection[Symbol.asyncDispose]()));
  }

  get #connections(): Connection[] {
    return [...this.#writers, ...this.#readers, this.#aside];
  }

  #cutAll(): void {
    for (const connection of this.#connections) connection.cut();
  }
}

/** One with nothing under way, and open already if there is such a one; otherwise the one with the least. */
function cheapest(connections: readonly Connection[]): Connection {
  const [best, ...others] = connections;
  if (best === undefined) throw new Error("There are no connections.");
  return others.reduce((chosen, other) => (other.cost < chosen.cost ? other : chosen), best);
}

function silence(): never {
  throw new Error("PostgreSQL does not answer.");
}
