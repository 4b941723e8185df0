import type { Selectable } from "kysely";
import type { Database, Step } from "#platform/database/database.ts";
import type { SessionsTable } from "#platform/database/tables/users.ts";

export interface StoredSession {
  readonly id: string;
  readonly userId: string;
  readonly account: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly sourceIp: string;
  readonly userAgent: string;
}

const mostShown = 100;

export class SessionStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  insert(session: StoredSession, tokenHash: Uint8Array): Step {
    const query = this.#database.build.insertInto("sessions").values({
      token_hash: tokenHash,
      id: session.id,
      user_id: session.userId,
      account: session.account,
      created_at: session.createdAt,
      last_used_at: session.lastUsedAt,
      source_ip: session.sourceIp,
      user_agent: session.userAgent,
    });
    return { query: query.compile() };
  }

  async find(tokenHash: Uint8Array): Promise<StoredSession | undefined> {
    const [row] = await this.#database.read(
      this.#database.build.selectFrom("sessions").selectAll().where("token_hash", "=", tokenHash).compile(),
    );
    return row && toSession(row);
  }

  /** The newest first. */
  async ofUser(userId: string): Promise<StoredSession[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("sessions")
        .selectAll()
        .where("user_id", "=", userId)
        .orderBy("created_at", "desc")
        .limit(mostShown)
        .compile(),
    );
    return rows.map(toSession);
  }

  noteUse(tokenHash: Uint8Array, at: number): Step {
    const query = this.#database.build
      .updateTable("sessions")
      .set({ last_used_at: at })
      .where("token_hash", "=", tokenHash);
    return { query: query.compile() };
  }

  end(userId: string, id: string, otherwise: () => Error): Step {
    const query = this.#database.build
      .deleteFrom("sessions")
      .where("user_id", "=", userId)
      .where("id", "=", id);
    return { query: query.compile(), otherwise };
  }

  endAllOf(userId: string, except?: string): Step {
    let query = this.#database.build.deleteFrom("sessions").where("user_id", "=", userId);
    if (except !== undefined) query = query.where("id", "<>", except);
    return { query: query.compile() };
  }

  forgetUnusedSince(time: number): Step {
    return { query: this.#database.build.deleteFrom("sessions").where("last_used_at", "<", time).compile() };
  }
}

function toSession(row: Selectable<SessionsTable>): StoredSession {
  return {
    id: row.id,
    userId: row.user_id,
    account: row.account,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    sourceIp: row.source_ip,
    userAgent: row.user_agent,
  };
}
