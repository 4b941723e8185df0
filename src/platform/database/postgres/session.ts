import { Socket } from "node:net";
import type { CompiledQuery } from "kysely";
import { Client, type QueryResult, types } from "pg";
import { endClient } from "./end-client.ts";
import { greet } from "./greeting.ts";
import { hasOutlivedItsTables, OutOfReach, ServerIsCopy, ServerIsReadOnly } from "./trouble.ts";

/** PostgreSQL's bigint, which our times and counters are, within what a number holds exactly. */
const int8 = 20;

/** A statement built with a list of any length must not fill the server's memory with prepared forms, nor ours. */
const mostPreparedStatements = 500;
const mostRemembered = 500;

/** Opening one takes milliseconds; a host that is gone does not even refuse, and a pooler lets one wait for a session. */
const openedWithinMs = 3_000;

/** What a process that is paused, or out of reach, in the middle of a transaction has locked is not locked for longer than that. */
const settings = { statement_timeout: "30s", idle_in_transaction_session_timeout: "10s" };

/** A statement without parameters, such as `commit`, or one that was compiled. */
export type Statement = { readonly sql: string } | CompiledQuery<unknown>;

/**
 * One connection from its opening to its end, to a server that can be written to. Sends statements without waiting for the answers to
 * those before (pipeline mode). A transaction stays on one session: what it sends after the connection broke fails.
 */
export class Session {
  /** Resolves when the connection is no longer there. */
  readonly ended: Promise<void>;
  readonly #client: Client;
  readonly #socket: Socket;
  readonly #names = new Map<string, string>();
  readonly #runOnce = new Set<string>();
  #named = 0;
  #underWay = 0;

  private constructor(client: Client, socket: Socket) {
    this.#client = client;
    this.#socket = socket;
    this.ended = new Promise((resolve) => {
      client.on("error", () => resolve());
      client.on("end", () => resolve());
    });
  }

  /** Throws `OutOfReach`. `notified`: somebody notified a channel that this session listens to. */
  static async open(url: string, notified?: (payload: string) => void): Promise<Session> {
    const socket = new Socket();
    const client = new Client({
      connectionString: url,
      application_name: "signet",
      stream: () => socket,
      pipeline: true,
      keepAlive: true,
      connectionTimeoutMillis: openedWithinMs,
      types: {
        getTypeParser: (type: number, format?: "text" | "binary") =>
          type === int8 ? Number : types.getTypeParser(type, format),
      } as typeof types,
    });
    client.on("notification", ({ payload = "" }) => notified?.(payload));
    const session = new Session(client, socket);
    const impatience = setTimeout(() => session.cut(), openedWithinMs);
    try {
      await client.connect();
      await greet(client, settings);
    } catch (error) {
      session.cut();
      throw new OutOfReach(error);
    } finally {
      clearTimeout(impatience);
    }
    return session;
  }

  /** How many statements wait for their answer. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Whether nothing is under way, and what is new to it would be planned each time. */
  get isFull(): boolean {
    return this.#named >= mostPreparedStatements && this.#underWay === 0;
  }

  /** Throws what PostgreSQL answers, or that the connection broke. */
  async run(statement: Statement): Promise<QueryResult> {
    this.#underWay += 1;
    try {
      return await this.#client.query(this.#query(statement));
    } catch (error) {
      // Under a new name it is prepared anew.
      if (hasOutlivedItsTables(error)) this.#names.delete(statement.sql);
      throw error;
    } finally {
      this.#underWay -= 1;
    }
  }

  /** Sends all at once and waits for every answer, also past the first that failed. */
  async runAll(statements: readonly Statement[]): Promise<PromiseSettledResult<QueryResult>[]> {
    return await Promise.allSettled(statements.map((statement) => this.run(statement)));
  }

  /** After a failover the server one was with may live on as a copy, which takes no writes. Throws `ServerIsCopy`. */
  async requireOriginal(): Promise<void> {
    const { rows } = await this.run({ sql: "select pg_is_in_recovery() as is_copy" });
    if ((rows as { is_copy: boolean }[])[0]?.is_copy !== false) throw new ServerIsCopy();
  }

  /** Throws `ServerIsCopy`; or `ServerIsReadOnly` where somebody set it so, as providers do when the disk is nearly full. */
  async requireWritable(): Promise<void> {
    const [, { rows }] = await Promise.all([
      this.requireOriginal(),
      this.run({ sql: "select current_setting('transaction_read_only') = 'off' as is_writable" }),
    ]);
    if ((rows as { is_writable: boolean }[])[0]?.is_writable !== true) throw new ServerIsReadOnly();
  }

  async close(): Promise<void> {
    await endClient(this.#client);
  }

  /** Without a word, as when nobody answers any more: whoever waits for an answer is told so. */
  cut(): void {
    this.#socket.destroy();
  }

  #query(statement: Statement) {
    if (!("parameters" in statement)) return { text: statement.sql };
    const { sql: text, parameters } = statement;
    return { name: this.#nameOf(text), text, values: [...parameters] };
  }

  /** What has a name stays prepared: that is worth it from the second time on. */
  #nameOf(sql: string): string | undefined {
    const known = this.#names.get(sql);
    if (known !== undefined) return known;
    if (!this.#runOnce.delete(sql)) {
      if (this.#runOnce.size >= mostRemembered) this.#runOnce.clear();
      this.#runOnce.add(sql);
      return undefined;
    }
    if (this.#named >= mostPreparedStatements) return undefined;
    const name = `s${this.#named++}`;
    this.#names.set(sql, name);
    return name;
  }
}
