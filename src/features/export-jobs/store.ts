import type { Selectable } from "kysely";
import { JobsUnderWay } from "#features/jobs-under-way/index.ts";
import type { Database, Step } from "#platform/database/database.ts";
import { prepare } from "#platform/database/prepare.ts";
import type { ExportJobsTable } from "#platform/database/tables/export-jobs.ts";
import { LeaseLost } from "#platform/lease-lost.ts";
import type { Owner } from "#platform/owner.ts";
import type { ClaimedExport, ExportJob, ExportSource, ExportStatus } from "./export-job.ts";
import { removalOfParts } from "./files-store.ts";

/** There is no such job, or it has ended. */
export class NotUnderWay extends Error {
  override readonly name = "NotUnderWay";
}

interface Progress {
  readonly processed: number;
  readonly exported: number;
}

export class ExportJobStore {
  readonly underWay: JobsUnderWay;
  readonly #database: Database;
  readonly #claimDue: ReturnType<typeof claiming>;

  constructor(database: Database) {
    this.#database = database;
    this.underWay = new JobsUnderWay(database, "export_jobs");
    this.#claimDue = claiming(database, this.underWay);
  }

  async write(steps: readonly Step[]): Promise<void> {
    await this.#database.write(steps);
  }

  insert({ owner, id, source, format, status, createdAt }: ExportJob): Step {
    const query = this.#database.build
      .insertInto("export_jobs")
      .values({
        ...owner,
        id,
        type: source.type,
        source: JSON.stringify(source),
        format,
        status,
        created_at: createdAt,
        completed_at: null,
        processed: 0,
        exported: 0,
        bytes: null,
        message: null,
        due_at: createdAt,
        fence: 0,
        attempts: 0,
      })
      .compile();
    return { query };
  }

  async find(owner: Owner, id: string): Promise<ExportJob | undefined> {
    const [row] = await this.#database.read(
      this.#database.build
        .selectFrom("export_jobs")
        .selectAll()
        .where((job) => job.and({ ...owner, id }))
        .compile(),
    );
    return row && toJob(row);
  }

  /** The newest first, from the first one after `after`. */
  async list(
    { account, region }: Owner,
    among: { readonly type: ExportSource["type"] | undefined; readonly status: ExportStatus | undefined },
    { after, limit }: { readonly after: string | undefined; readonly limit: number },
  ): Promise<ExportJob[]> {
    let query = this.#database.build
      .selectFrom("export_jobs")
      .selectAll()
      .where("account", "=", account)
      .where("region", "=", region)
      .orderBy("id", "desc")
      .limit(limit);
    if (after !== undefined) query = query.where("id", "<", after);
    if (among.type !== undefined) query = query.where("type", "=", among.type);
    if (among.status !== undefined) query = query.where("status", "=", among.status);
    return (await this.#database.read(query.compile())).map(toJob);
  }

  /** Takes some that are due, an account's second one after everybody's first; any number of processes may do so at once. */
  async claimDue(now: number, { limit, leaseUntil }: { limit: number; leaseUntil: number }) {
    const rows = await this.#database.change(this.#claimDue({ now, limit, leaseUntil }));
    return rows.map((row): ClaimedExport => ({ ...toJob(row), fence: row.fence, attempts: row.attempts }));
  }

  /** Guarded: a lost lease is `LeaseLost`, and so is that of a job that has ended meanwhile. */
  renew(claim: ClaimedExport, leaseUntil: number): Step {
    return this.#change(claim, { due_at: leaseUntil });
  }

  /** Away with what one who was killed had written. Guarded, as `renew` is. */
  begin(claim: ClaimedExport, leaseUntil: number): readonly Step[] {
    return [this.renew(claim, leaseUntil), removalOfParts(this.#database, claim)];
  }

  /** Guarded, as `renew` is. */
  addPart(
    claim: ClaimedExport,
    { number, content }: { readonly number: number; readonly content: Uint8Array },
    leaseUntil: number,
  ): readonly Step[] {
    const query = this.#database.build
      .insertInto("export_parts")
      .values({ ...claim.owner, job_id: claim.id, number, content })
      .compile();
    return [this.renew(claim, leaseUntil), { query }];
  }

  /** How far it has come; renews the lease. Guarded, as `renew` is. */
  progress(claim: ClaimedExport, { processed, exported }: Progress, leaseUntil: number): Step {
    return this.#change(claim, { processed, exported, due_at: leaseUntil });
  }

  /** Guarded, as `renew` is. */
  complete(claim: ClaimedExport, file: Progress & { readonly bytes: number }, now: number): Step {
    const { processed, exported, bytes } = file;
    const end = { status: "COMPLETED", completed_at: now, due_at: null } as const;
    return this.#change(claim, { ...end, processed, exported, bytes });
  }

  /** Guarded, as `renew` is. */
  fail(claim: ClaimedExport, message: string, now: number): readonly Step[] {
    const end = { status: "FAILED", completed_at: now, due_at: null, message } as const;
    return [this.#change(claim, end), removalOfParts(this.#database, claim)];
  }

  /** As if it had not been claimed: that it was begun counts for nothing. Guarded, as `renew` is. */
  handBack(claim: ClaimedExport, dueAt: number): Step {
    return this.#change(claim, { due_at: dueAt, attempts: claim.attempts - 1 });
  }

  /** Guarded: throws `NotUnderWay`. */
  cancel(owner: Owner, id: string, now: number): readonly Step[] {
    const query = this.#database.build
      .updateTable("export_jobs")
      .set((job) => ({
        status: "CANCELLED",
        completed_at: now,
        due_at: null,
        fence: job("fence", "+", 1),
      }))
      .where((job) => job.and({ ...owner, id }))
      .where("due_at", "is not", null)
      .compile();
    return [{ query, otherwise: () => new NotUnderWay() }, removalOfParts(this.#database, { owner, id })];
  }

  #change({ owner, id, fence }: ClaimedExport, values: Partial<Selectable<ExportJobsTable>>): Step {
    const query = this.#database.build
      .updateTable("export_jobs")
      .set(values)
      .where((job) => job.and({ ...owner, id, fence, status: "PROCESSING" }))
      .compile();
    return { query, otherwise: () => new LeaseLost() };
  }
}

function claiming(database: Database, underWay: JobsUnderWay) {
  return prepare<{ now: number; limit: number; leaseUntil: number }>()(database, (build, value) =>
    build
      .updateTable("export_jobs")
      .set((expression) => ({
        status: "PROCESSING",
        due_at: value.leaseUntil,
        fence: expression("fence", "+", 1),
        attempts: expression("attempts", "+", 1),
        processed: 0,
        exported: 0,
      }))
      .where(underWay.dueInTurns(value))
      .returningAll(),
  );
}

function toJob(row: Selectable<ExportJobsTable>): ExportJob {
  return {
    owner: { account: row.account, region: row.region },
    id: row.id,
    source: JSON.parse(row.source) as ExportSource,
    format: row.format,
    status: row.status,
    createdAt: row.created_at,
    completedAt: row.completed_at ?? undefined,
    processed: row.processed,
    exported: row.exported,
    bytes: row.bytes ?? undefined,
    message: row.message ?? undefined,
  };
}
