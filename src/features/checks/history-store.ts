import type { Database, Step } from "#platform/database/database.ts";
import type { Owner } from "#platform/owner.ts";
import type { CheckKey } from "./queue-store.ts";

/** What a check saw, to be shown to the owner: any JSON value. */
export interface CheckRecord {
  readonly id: string;
  readonly subject: CheckKey["subject"];
  readonly checkedAt: number;
  readonly verdict: string;
  readonly evidence: unknown;
}

/** Of each identity this many are kept: enough to see what changed. */
const longestHistory = 50;

export class CheckHistoryStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  insert({ owner, identity, subject }: CheckKey, record: Omit<CheckRecord, "subject">): Step[] {
    const { build } = this.#database;
    const row = {
      ...owner,
      identity,
      subject,
      id: record.id,
      checked_at: record.checkedAt,
      verdict: record.verdict,
      evidence: JSON.stringify(record.evidence),
    };
    const kept = build
      .selectFrom("dns_evidence")
      .select("id")
      .where((row) => row.and({ ...owner, identity }))
      .orderBy("id", "desc")
      .limit(longestHistory);
    return [
      { query: build.insertInto("dns_evidence").values(row).compile() },
      {
        query: build
          .deleteFrom("dns_evidence")
          .where((row) => row.and({ ...owner, identity }))
          .where("id", "not in", kept)
          .compile(),
      },
    ];
  }

  /** Newest first. */
  async latest(owner: Owner, identity: string, limit: number): Promise<CheckRecord[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("dns_evidence")
        .selectAll()
        .where((row) => row.and({ ...owner, identity }))
        .orderBy("id", "desc")
        .limit(limit)
        .compile(),
    );
    return rows.map(({ id, subject, checked_at, verdict, evidence }) => ({
      id,
      subject,
      checkedAt: checked_at,
      verdict,
      evidence: JSON.parse(evidence) as unknown,
    }));
  }

  removeAll(owner: Owner, identity: string): Step {
    return {
      query: this.#database.build
        .deleteFrom("dns_evidence")
        .where((row) => row.and({ ...owner, identity }))
        .compile(),
    };
  }
}
