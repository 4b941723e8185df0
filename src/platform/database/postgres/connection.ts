import type { CompiledQuery } from "kysely";
import { Client, type QueryResult, types } from "pg";

/** PostgreSQL's bigint, which our times and counters are, within what a number holds exactly. */
const int8 = 20;

/**
 * One connection that sends statements without waiting for the answers to those before (pipeline mode), opened when
 * first used and opened again after it broke.
 */
export class Connection implements AsyncDisposable {
  readonly #url: string;
  readonly #names = new Map<string, string>();
  #client: Promise<Client> | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  /** Throws what PostgreSQL answers, or the network; a broken connection is replaced at the next call. */
  async run(query: { sql: string; parameters?: readonly unknown[] }): Promise<QueryResult> {
    const client = await this.#connected();
    const values = query.parameters as unknown[] | undefined;
    return await client.query(
      values === undefined ? query.sql : { name: this.#nameOf(query.sql), text: query.sql, values },
    );
  }

  /** Sends all at once and waits for every answer, also past the first that failed. */
  async runAll(queries: readonly (CompiledQuery<unknown> | { sql: string })[]): Promise<QueryResult[]> {
    const answers = await Promise.allSettled(queries.map((query) => this.run(query)));
    return answers.map((answer) => {
      if (answer.status === "rejected") throw answer.reason;
      return answer.value;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    await client?.end();
  }

  #connected(): Promise<Client> {
    this.#client ??= this.#connect();
    return this.#client;
  }

  async #connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.#url,
      application_name: "signet",
      pipeline: true,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      statement_timeout: 30_000,
      types: {
        getTypeParser: (type: number, format?: "text" | "binary") =>
          type === int8 ? Number : types.getTypeParser(type, format),
      } as typeof types,
    });
    const forget = () => {
      this.#client = undefined;
    };
    client.on("error", forget);
    client.on("end", forget);
    try {
      await client.connect();
    } catch (error) {
      forget();
      throw error;
    }
    return client;
  }

  #nameOf(sql: string): string | undefined {
    let name = this.#names.get(sql);
    if (name === undefined) {
      if (this.#names.size >= mostPreparedStatements) return undefined;
      name = `s${this.#names.size}`;
      this.#names.set(sql, name);
    }
    return name;
  }
}

/** A statement built with a list of any length must not fill the server's memory with prepared forms. */
const mostPreparedStatements = 500;
