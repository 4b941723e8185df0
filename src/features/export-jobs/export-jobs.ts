import { type MetricCounts, wholeDays } from "#features/event-counts/index.ts";
import type { LinkHosts } from "#features/identities/index.ts";
import type { Backlog } from "#platform/backlog.ts";
import type { Callers } from "#platform/callers.ts";
import { type Clock, dayMs, minuteMs, secondMs } from "#platform/clock.ts";
import { badRequest, CallerError, Unavailable } from "#platform/errors.ts";
import { newId } from "#platform/ids.ts";
import { LeaseKeeper } from "#platform/lease-keeper.ts";
import { leaseLostOrThrow } from "#platform/lease-lost.ts";
import type { Owner } from "#platform/owner.ts";
import { type Page, type PageRequest, readPage } from "#platform/paging.ts";
import type { Random } from "#platform/random.ts";
import type { SealedTokens } from "#platform/sealed-tokens.ts";
import type { ClaimedExport, ExportFormat, ExportJob, ExportSource, ExportStatus } from "./export-job.ts";
import type { ExportFileStore } from "./files-store.ts";
import { type InsightsParts, insightsTable, readFilters } from "./insights-table.ts";
import { metricsTable } from "./metrics-table.ts";
import { type ExportedTable, NotExportable } from "./rows.ts";
import { type ExportJobStore, NotUnderWay } from "./store.ts";
import { TableText } from "./table-text.ts";

/** SES allows so many at once in a region. */
const mostUnderWay = 20;
const leaseMs = 45 * secondMs;
const mostAttempts = 8;
/** In characters; a part ends with a row. */
const partLength = 256 * 1024;
/** Who cancels a job that finds little waits no longer than this for it to be noticed. */
const lotsUnnoticed = 20;
/** As long as SES's own links. */
const linkMs = 5 * minuteMs;
const fileKeptMs = 7 * dayMs;
const jobKeptMs = 90 * dayMs;

export type ExportEnd = "completed" | "failed" | "cancelled" | "handed-back" | "lease-lost";

/** A file as it is sent to whoever has the link. */
export interface ExportedFile {
  readonly name: string;
  readonly format: ExportFormat;
  readonly bytes: number;
  readonly parts: AsyncIterable<Uint8Array>;
}

/** Writes what became of messages into files, in the store, where any process finds them. */
export class ExportJobs {
  readonly #store: ExportJobStore;
  readonly #files: ExportFileStore;
  readonly #sources: InsightsParts & { readonly metricCounts: Pick<MetricCounts, "table"> };
  readonly #tokens: SealedTokens;
  readonly #publicUrl: () => string;
  readonly #linkHosts: Pick<LinkHosts, "isForeign">;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #leases: LeaseKeeper<ClaimedExport>;

  constructor(
    parts: {
      store: ExportJobStore;
      files: ExportFileStore;
      metricCounts: Pick<MetricCounts, "table">;
      tokens: SealedTokens;
      publicUrl: () => string;
      linkHosts: Pick<LinkHosts, "isForeign">;
      clock: Clock;
      random: Random;
    } & InsightsParts,
  ) {
    this.#store = parts.store;
    this.#files = parts.files;
    this.#sources = parts;
    this.#tokens = parts.tokens;
    this.#publicUrl = parts.publicUrl;
    this.#linkHosts = parts.linkHosts;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#leases = new LeaseKeeper({
      everyMs: leaseMs / 4,
      renew: async (claim) => await this.#store.write([this.#store.renew(claim, this.#leaseEnd())]),
      clock: parts.clock,
    });
  }

  /** Throws `bad-request`, `limit-exceeded`. */
  async create(owner: Owner, source: ExportSource, format: ExportFormat): Promise<ExportJob> {
    check(source);
    const now = this.#clock.now();
    const job: ExportJob = {
      owner,
      id: newId("exp", now, this.#random),
      source,
      format,
      status: "CREATED",
      createdAt: now,
      completedAt: undefined,
      processed: 0,
      exported: 0,
      bytes: undefined,
      message: undefined,
    };
    await this.#store.write([
      ...this.#store.underWay.requireRoom(mostUnderWay, owner),
      this.#store.insert(job),
      { topic: "export-jobs" },
    ]);
    return job;
  }

  /** Throws `not-found`. */
  async get(owner: Owner, id: string): Promise<ExportJob> {
    const job = await this.#store.find(owner, id);
    if (job === undefined) throw new CallerError("not-found", `Job with JobId ${id} does not exist.`);
    return job;
  }

  /** The newest first. Throws `bad-request`. */
  async list(
    owner: Owner,
    among: { readonly type: ExportSource["type"] | undefined; readonly status: ExportStatus | undefined },
    page: PageRequest,
  ): Promise<Page<ExportJob>> {
    return await readPage(page, {
      name: `export-jobs-${among.type ?? "all"}-${among.status ?? "all"}`,
      positionOf: ({ id }) => id,
      read: async (from) => await this.#store.list(owner, among, from),
    });
  }

  /** Whoever writes it notices, and stops. Once more is no fault. Throws `not-found`, `bad-request` where it has ended. */
  async cancel(owner: Owner, id: string): Promise<void> {
    try {
      await this.#store.write(this.#store.cancel(owner, id, this.#clock.now()));
    } catch (error) {
      if (!(error instanceof NotUnderWay)) throw error;
      const { status } = await this.get(owner, id);
      if (status === "CANCELLED") return;
      const message = `Job with JobId ${id} is ${status} and cannot be cancelled.`;
      throw badRequest("JobId", message);
    }
  }

  /** Where the file is for a while, for anybody who has the link; undefined where there is none. */
  linkTo({ owner, id, bytes }: ExportJob): string | undefined {
    if (bytes === undefined) return undefined;
    const until = String(this.#clock.now() + linkMs);
    const token = this.#tokens.write("export", [owner.account, owner.region, id, until]);
    return `${this.#publicUrl()}/exports/${token}`;
  }

  /** Undefined: the link is not ours, or too old, or asked for at a host that it may not stand under, or the file is gone. */
  async open(token: string, host: string): Promise<ExportedFile | undefined> {
    const [account, region, id, until] = this.#tokens.read("export", token) ?? [];
    if (account === undefined || region === undefined || id === undefined) return undefined;
    if (this.#clock.now() > Number(until)) return undefined;
    if (await this.#linkHosts.isForeign(account, host)) return undefined;
    const owner = { account, region };
    const job = await this.#store.find(owner, id);
    if (job?.bytes === undefined) return undefined;
    const name = `${id}.${job.format === "CSV" ? "csv" : "json"}`;
    return { name, format: job.format, bytes: job.bytes, parts: this.#files.parts(owner, id) };
  }

  async claimDue(limit: number): Promise<ClaimedExport[]> {
    await this.#leases.renewOverdue();
    return await this.#store.claimDue(this.#clock.now(), { limit, leaseUntil: this.#leaseEnd() });
  }

  /** For a process that has the database to itself: whoever had claimed something is gone. */
  async releaseAll(): Promise<void> {
    await this.#store.write([this.#store.underWay.releaseAll(this.#clock.now())]);
  }

  async nextDueAt(): Promise<number | undefined> {
    return await this.#store.underWay.nextDueAt();
  }

  /** How much is to be done, and since when. */
  async backlog(): Promise<Backlog> {
    return await this.#store.underWay.backlog(this.#clock.now());
  }

  /** Files that are old, and later the jobs that made them. */
  async removeOld(signal: AbortSignal): Promise<void> {
    const now = this.#clock.now();
    for (let removed = 1; removed > 0 && !signal.aborted; ) {
      removed = await this.#files.removeFilesBefore(now - fileKeptMs);
    }
    if (!signal.aborted) await this.#files.removeJobsBefore(now - jobKeptMs);
  }

  /** Does a claimed job, from its beginning: what a process that was killed had written of it is written again. */
  async run(claim: ClaimedExport, stop: AbortSignal, callers?: Pick<Callers, "makeWay">): Promise<ExportEnd> {
    try {
      if (claim.attempts > mostAttempts) throw new NotExportable("The job was begun too often.");
      await this.#writeFile(claim, stop, callers);
      return "completed";
    } catch (error) {
      return await this.#endOf(claim, error, stop).catch(
        async (lost: unknown) => await this.#cancelledOrLeaseLost(claim, lost),
      );
    }
  }

  async #cancelledOrLeaseLost({ owner, id }: ClaimedExport, error: unknown): Promise<ExportEnd> {
    const end = leaseLostOrThrow(error);
    const job = await this.#store.find(owner, id);
    return job?.status === "CANCELLED" ? "cancelled" : end;
  }

  async #endOf(claim: ClaimedExport, error: unknown, stop: AbortSignal): Promise<ExportEnd> {
    if (stop.aborted) {
      await this.#store.write([this.#store.handBack(claim, this.#clock.now())]);
      return "handed-back";
    }
    if (!isTold(error)) throw error;
    await this.#store.write(this.#store.fail(claim, error.message, this.#clock.now()));
    return "failed";
  }

  async #writeFile(
    claim: ClaimedExport,
    stop: AbortSignal,
    callers: Pick<Callers, "makeWay"> | undefined,
  ): Promise<void> {
    using _ = this.#leases.begin(claim);
    await this.#store.write(this.#store.begin(claim, this.#leaseEnd()));
    const { columns, lots } = this.#table(claim);
    const text = new TableText(columns, claim.format);
    const file = { processed: 0, exported: 0, bytes: 0, parts: 0 };
    let pending = text.beginning;
    let unnoticed = 0;
    let since = performance.now();
    for await (const { rows, lookedAt } of lots) {
      await callers?.makeWay(performance.now() - since, stop);
      since = performance.now();
      stop.throwIfAborted();
      file.processed += lookedAt;
      file.exported += rows.length;
      for (const cells of rows) {
        pending += text.row(cells);
        if (pending.length < partLength) continue;
        file.bytes += await this.#writePart(claim, file.parts++, pending);
        pending = "";
      }
      unnoticed = (unnoticed + 1) % lotsUnnoticed;
      if (unnoticed > 0) continue;
      await this.#store.write([this.#store.progress(claim, file, this.#leaseEnd())]);
    }
    file.bytes += await this.#writePart(claim, file.parts++, pending + text.end);
    await this.#store.write([this.#store.complete(claim, file, this.#clock.now())]);
  }

  /** Answers how many bytes it has. */
  async #writePart(claim: ClaimedExport, number: number, text: string): Promise<number> {
    const content = new TextEncoder().encode(text);
    await this.#store.write(this.#store.addPart(claim, { number, content }, this.#leaseEnd()));
    return content.length;
  }

  #table({ owner, source }: ClaimedExport): ExportedTable {
    return source.type === "METRICS_DATA"
      ? metricsTable(this.#sources.metricCounts, owner, source)
      : insightsTable(this.#sources, owner, source);
  }

  #leaseEnd(): number {
    return this.#clock.now() + leaseMs;
  }
}

/** What whoever made the job can mend. */
function isTold(error: unknown): error is Error {
  if (error instanceof Unavailable) return false;
  return error instanceof NotExportable || error instanceof CallerError;
}

/** Before a job is made of it. Throws `bad-request`. */
function check(source: ExportSource): void {
  if (source.type === "METRICS_DATA") {
    wholeDays(source);
    return;
  }
  readFilters(source);
  if (source.from > source.to) {
    const message = "StartDate must not be after EndDate.";
    throw badRequest("StartDate", message);
  }
}
