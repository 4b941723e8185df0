import type { Selectable } from "kysely";
import { JobsUnderWay } from "#features/jobs-under-way/index.ts";
import type { Database, Step } from "#platform/database/database.ts";
import { prepare } from "#platform/database/prepare.ts";
import type { ImportJobsTable } from "#platform/database/tables/import-jobs.ts";
import { LeaseLost } from "#platform/lease-lost.ts";
import type { Owner } from "#platform/owner.ts";
import type { ClaimedImport, ImportDestination, ImportJob } from "./import-job.ts";

type Progress = Pick<ImportJob, "processed" | "failed" | "message">;

export class ImportJobStore {
  readonly underWay: JobsUnderWay;
  readonly #database: Database;
  readonly #claimDue: ReturnType<typeof claiming>;

  constructor(database: Database) {
    this.#database = database;
    this.underWay = new JobsUnderWay(database, "import_jobs");
    this.#claimDue = claiming(database, this.underWay);
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  insert({ owner, id, destination, source, status, createdAt }: ImportJob): Step {
    const query = this.#database.build
      .insertInto("import_jobs")
      .values({
        ...owner,
        id,
        destination: destination.type,
        action: destination.action,
        contact_list: destination.type === "CONTACT_LIST" ? destination.contactList : null,
        url: source.url,
        format: source.format,
        status,
        created_at: createdAt,
        completed_at: null,
        processed: 0,
        failed: 0,
        message: null,
        due_at: createdAt,
        fence: 0,
        attempts: 0,
      })
      .compile();
    return { query };
  }

  /** Those that ended before. */
  removeEndedBefore(time: number, { account, region }: Owner): Step {
    const query = this.#database.build
      .deleteFrom("import_jobs")
      .where("account", "=", account)
      .where("region", "=", region)
      .where("completed_at", "<", time)
      .compile();
    return { query };
  }

  async find(owner: Owner, id: string): Promise<ImportJob | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("import_jobs")
        .selectAll()
        .where((job) => job.and({ ...owner, id }))
        .compile(),
    );
    return row && toJob(row);
  }

  /** The newest first, from the first one after `after`. */
  async list(
    { account, region }: Owner,
    destination: ImportDestination["type"] | undefined,
    { after, limit }: { readonly after: string | undefined; readonly limit: number },
  ): Promise<ImportJob[]> {
    let query = this.#database.build
      .selectFrom("import_jobs")
      .selectAll()
      .where("account", "=", account)
      .where("region", "=", region)
      .orderBy("id", "desc")
      .limit(limit);
    if (after !== undefined) query = query.where("id", "<", after);
    if (destination !== undefined) query = query.where("destination", "=", destination);
    return (await this.#database.read(query.compile())).map(toJob);
  }

  /** Takes some that are due, an account's second one after everybody's first; any number of processes may do so at once. */
  async claimDue(now: number, { limit, leaseUntil }: { limit: number; leaseUntil: number }) {
    const rows = await this.#database.change(this.#claimDue({ now, limit, leaseUntil }));
    return rows.map((row): ClaimedImport => ({ ...toJob(row), fence: row.fence, attempts: row.attempts }));
  }

  /** Guarded: a lost lease is `LeaseLost`, and so is that of a job that has ended meanwhile. */
  renew(claim: ClaimedImport, leaseUntil: number): Step {
    return this.#change(claim, { due_at: leaseUntil });
  }

  /** How far it has come; renews the lease. Guarded, as `renew` is. */
  progress(claim: ClaimedImport, { processed, failed, message }: Progress, leaseUntil: number): Step {
    return this.#change(claim, { processed, failed, message: message ?? null, due_at: leaseUntil });
  }

  /** Guarded, as `renew` is. */
  end(claim: ClaimedImport, as: Progress & { status: "COMPLETED" | "FAILED"; completedAt: number }): Step {
    const { status, completedAt, processed, failed, message } = as;
    const outcome = { processed, failed, message: message ?? null };
    return this.#change(claim, { ...outcome, status, completed_at: completedAt, due_at: null });
  }

  /** As if it had not been claimed: that it was begun counts for nothing. Guarded, as `renew` is. */
  handBack(claim: ClaimedImport, dueAt: number): Step {
    return this.#change(claim, { due_at: dueAt, attempts: claim.attempts - 1 });
  }

  /** Until some time; that it was begun counts. Guarded, as `renew` is. */
  putOff(claim: ClaimedImport, dueAt: number): Step {
    return this.#change(claim, { due_at: dueAt });
  }

  #change({ owner, id, fence }: ClaimedImport, values: Partial<Selectable<ImportJobsTable>>): Step {
    const query = this.#database.build
      .updateTable("import_jobs")
      .set(values)
      .where((job) => job.and({ ...owner, id, fence, status: "PROCESSING" }))
      .compile();
    return { query, otherwise: () => new LeaseLost() };
  }
}

function claiming(database: Database, underWay: JobsUnderWay) {
  return prepare<{ now: number; limit: number; leaseUntil: number }>()(database, (build, value) =>
    build
      .updateTable("import_jobs")
      .set((expression) => ({
        status: "PROCESSING",
        due_at: value.leaseUntil,
        fence: expression("fence", "+", 1),
        attempts: expression("attempts", "+", 1),
        processed: 0,
        failed: 0,
      }))
      .where(underWay.dueInTurns(value))
      .returningAll(),
  );
}

function toJob(row: Selectable<ImportJobsTable>): ImportJob {
  return {
    owner: { account: row.account, region: row.region },
    id: row.id,
    destination:
      row.destination === "SUPPRESSION_LIST"
        ? { type: row.destination, action: row.action }
        : { type: row.destination, action: row.action, contactList: row.contact_list ?? "" },
    source: { url: row.url, format: row.format },
    status: row.status,
    createdAt: row.created_at,
    completedAt: row.completed_at ?? undefined,
    processed: row.processed,
    failed: row.failed,
    message: row.message ?? undefined,
  };
}
