import type { CompiledQuery } from "kysely";
import { Client, type QueryResult, types } from "pg";

/** PostgreSQL's bigint, which our times and counters are, within what a number holds exactly. */
const int8 = 20;

/** A statement built with a list of any length must not fill the server's memory with prepared forms. */
const mostPreparedStatements = 500;

/** A statement without parameters, such as `commit`, or one that was compiled. */
export type Statement = { readonly sql: string } | CompiledQuery<unknown>;

/**
 * One connection from its opening to its end. Sends statements without waiting for the answers to those before
 * (pipeline mode). A transaction stays on one session: what it sends after the connection broke fails.
 */
export class Session {
  readonly #client: Client;
  readonly #names = new Map<string, string>();
  #underWay = 0;

  private constructor(client: Client) {
    this.#client = client;
  }

  /** `ended` is called once, when the connection is no longer there. */
  static async open(url: string, ended: () => void): Promise<Session> {
    const client = new Client({
      connectionString: url,
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
    client.on("error", ended);
    client.on("end", ended);
    await client.connect();
    return new Session(client);
  }

  /** How many statements wait for their answer. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Throws what PostgreSQL answers, or that the connection broke. */
  async run(statement: Statement): Promise<QueryResult> {
    this.#underWay += 1;
    try {
      return await this.#client.query(this.#query(statement));
    } finally {
      this.#underWay -= 1;
    }
  }

  /** Sends all at once and waits for every answer, also past the first that failed. */
  async runAll(statements: readonly Statement[]): Promise<PromiseSettledResult<QueryResult>[]> {
    return await Promise.allSettled(statements.map((statement) => this.run(statement)));
  }

  async close(): Promise<void> {
    await this.#client.end();
  }

  #query(statement: Statement) {
    if (!("parameters" in statement)) return { text: statement.sql };
    const { sql: text, parameters } = statement;
    return { name: this.#nameOf(text), text, values: [...parameters] };
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
