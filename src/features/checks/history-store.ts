import type { Database, Step } from "#platform/database/database.ts";
import { prepare } from "#platform/database/prepare.ts";
import type { Owner } from "#platform/owner.ts";
import type { CheckKey } from "./queue-store.ts";

/** What checks saw, to be shown to the owner: any JSON value. One record stands for all checks in a row that saw the same. */
export interface CheckRecord {
  readonly id: string;
  readonly subject: CheckKey["subject"];
  readonly firstSeenAt: number;
  /** When it was seen last. */
  readonly checkedAt: number;
  readonly verdict: string;
  readonly evidence: unknown;
}

/** That a check saw something, and what became of the status; without what it saw. */
export interface CheckSighting extends Pick<CheckRecord, "id" | "subject" | "checkedAt" | "verdict"> {
  readonly identity: string;
}

/** Which part of an identity's history is meant. */
export interface HistoryStretch {
  readonly limit: number;
  readonly before?: string | undefined;
  readonly subject?: CheckKey["subject"] | undefined;
}

/** What one check saw. */
export interface Sighting {
  readonly verdict: string;
  readonly evidence: unknown;
  /** The same for checks that saw the same, however long the answers took. */
  readonly fingerprint: string;
}

/** Of each identity this many are kept: enough to see what changed. */
const longestHistory = 20;

const seenAnew: Step = { topic: "evidence" };

export class CheckHistoryStore {
  readonly #database: Database;
  readonly #latest: ReturnType<typeof latest>;
  readonly #seeAgain: ReturnType<typeof seeingAgain>;
  readonly #insert: ReturnType<typeof insertion>;
  readonly #prune: ReturnType<typeof pruning>;

  constructor(database: Database) {
    this.#database = database;
    this.#latest = latest(database);
    this.#seeAgain = seeingAgain(database);
    this.#insert = insertion(database);
    this.#prune = pruning(database);
  }

  /** Adds what was seen, or says of the latest record that it was seen again. */
  async remember(key: CheckKey, seen: Sighting, as: { id: string; at: number }): Promise<Step[]> {
    const { owner, identity, subject } = key;
    const evidence = JSON.stringify(seen.evidence);
    const [before] = await this.#database.read(this.#latest({ ...owner, identity, subject }));
    const now = { evidence, verdict: seen.verdict, checkedAt: as.at };
    if (before?.fingerprint === seen.fingerprint) {
      return [{ query: this.#seeAgain({ ...owner, ...now, identity, id: before.id }) }, seenAnew];
    }
    const added = { ...owner, ...now, identity, subject, id: as.id, fingerprint: seen.fingerprint };
    return [{ query: this.#insert(added) }, { query: this.#prune({ ...owner, identity }) }, seenAnew];
  }

  /** Newest first, those before `before` only. */
  async latest(
    owner: Owner,
    identity: string,
    { before, limit, subject }: HistoryStretch,
  ): Promise<CheckRecord[]> {
    let query = this.#database.build
      .selectFrom("dns_evidence")
      .selectAll()
      .where((row) => row.and({ ...owner, identity }))
      .orderBy("id", "desc")
      .limit(limit);
    if (before !== undefined) query = query.where("id", "<", before);
    if (subject !== undefined) query = query.where("subject", "=", subject);
    const rows = await this.#database.read(query.compile());
    return rows.map(({ id, subject, first_seen_at, checked_at, verdict, evidence }) => ({
      id,
      subject,
      firstSeenAt: first_seen_at,
      checkedAt: checked_at,
      verdict,
      evidence: JSON.parse(evidence) as unknown,
    }));
  }

  /** Of every identity, the newest first. */
  async latestOfAll({ account, region }: Owner, limit: number): Promise<CheckSighting[]> {
    const rows = await this.#database.read(
      this.#database.build
        .selectFrom("dns_evidence")
        .select(["id", "identity", "subject", "checked_at", "verdict"])
        .where("account", "=", account)
        .where("region", "=", region)
        .orderBy("checked_at", "desc")
        .limit(limit)
        .compile(),
    );
    return rows.map(({ checked_at: checkedAt, ...row }) => ({ ...row, checkedAt }));
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

interface Seen {
  id: string;
  verdict: string;
  evidence: string;
  checkedAt: number;
}

function latest(database: Database) {
  type Values = Owner & Pick<CheckKey, "identity" | "subject">;
  return prepare<Values>()(database, (build, { account, region, identity, subject }) =>
    build
      .selectFrom("dns_evidence")
      .select(["id", "fingerprint"])
      .where((row) => row.and({ account, region, identity, subject }))
      .orderBy("id", "desc")
      .limit(1),
  );
}

function seeingAgain(database: Database) {
  return prepare<Owner & Seen & { identity: string }>()(
    database,
    (build, { account, region, identity, id, checkedAt, verdict, evidence }) =>
      build
        .updateTable("dns_evidence")
        .set({ checked_at: checkedAt, verdict, evidence })
        .where((row) => row.and({ account, region, identity, id })),
  );
}

function insertion(database: Database) {
  type Values = Owner & Seen & Pick<CheckKey, "identity" | "subject"> & { fingerprint: string };
  return prepare<Values>()(
    database,
    (build, { account, region, identity, subject, id, checkedAt, verdict, evidence, fingerprint }) =>
      build.insertInto("dns_evidence").values({
        account,
        region,
        identity,
        subject,
        id,
        first_seen_at: checkedAt,
        checked_at: checkedAt,
        verdict,
        fingerprint,
        evidence,
      }),
  );
}

function pruning(database: Database) {
  return prepare<Owner & { identity: string }>()(database, (build, { account, region, identity }) => {
    const kept = build
      .selectFrom("dns_evidence")
      .select("id")
      .where((row) => row.and({ account, region, identity }))
      .orderBy("id", "desc")
      .limit(longestHistory);
    return build
      .deleteFrom("dns_evidence")
      .where((row) => row.and({ account, region, identity }))
      .where("id", "not in", kept);
  });
}
