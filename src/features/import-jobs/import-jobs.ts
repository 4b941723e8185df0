import { type AwsObjects, ObjectUnreadable } from "#features/aws-services/index.ts";
import type { Backlog } from "#platform/backlog.ts";
import { type Clock, dayMs, minuteMs, secondMs } from "#platform/clock.ts";
import { badRequest, CallerError, Unavailable } from "#platform/errors.ts";
import { newId } from "#platform/ids.ts";
import { LeaseKeeper } from "#platform/lease-keeper.ts";
import { leaseLostOrThrow } from "#platform/lease-lost.ts";
import type { Owner } from "#platform/owner.ts";
import { type Page, type PageRequest, readPage } from "#platform/paging.ts";
import type { Random } from "#platform/random.ts";
import type { ClaimedImport, ImportDestination, ImportJob, ImportSource } from "./import-job.ts";
import { hasNames, importInto, type Lists } from "./list-imports.ts";
import { readLines, UnreadableList } from "./read-lines.ts";
import { type Reading, readRecords } from "./read-records.ts";
import { RecordCounts } from "./record-counts.ts";
import type { ImportJobStore } from "./store.ts";

/** SES allows so many at once in a region, and so many contacts in a job. */
const mostUnderWay = 20;
const mostRecords = 1_000_000;
const mostBytes = 1024 * 1024 * 1024;
const longestLine = 64 * 1024;
const atOnce = 500;
const leaseMs = 45 * secondMs;
const keptMs = 90 * dayMs;
/** Where the object could not be reached; twice as long each time. */
const retryAfterMs = minuteMs;
const mostAttempts = 8;

export type ImportEnd = "completed" | "failed" | "put-off" | "handed-back" | "lease-lost";

/** Fills the suppression list, or a contact list, from an object in S3 or in what speaks like it. */
export class ImportJobs {
  readonly #store: ImportJobStore;
  readonly #objects: AwsObjects;
  readonly #lists: Lists;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #leases: LeaseKeeper<ClaimedImport>;

  constructor(parts: { store: ImportJobStore; objects: AwsObjects; clock: Clock; random: Random } & Lists) {
    this.#store = parts.store;
    this.#objects = parts.objects;
    this.#lists = parts;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#leases = new LeaseKeeper({
      everyMs: leaseMs / 4,
      renew: async (claim) => await this.#store.write([this.#store.renew(claim, this.#leaseEnd())]),
      clock: parts.clock,
    });
  }

  /** Throws `bad-request`, `limit-exceeded`. */
  async create(owner: Owner, destination: ImportDestination, source: ImportSource): Promise<ImportJob> {
    if (!this.#objects.permits(owner, source.url)) {
      throw badRequest(
        "ImportDataSource.S3Url",
        `The operator lets no import job read <${source.url}> (SIGNET_AWS_IMPORTS).`,
      );
    }
    if (destination.type === "CONTACT_LIST") await this.#requireList(owner, destination.contactList);
    const now = this.#clock.now();
    const job: ImportJob = {
      owner,
      id: newId("imp", now, this.#random),
      destination,
      source,
      status: "CREATED",
      createdAt: now,
      completedAt: undefined,
      processed: 0,
      failed: 0,
      message: undefined,
    };
    await this.#store.write([
      ...this.#store.underWay.requireRoom(mostUnderWay, owner),
      this.#store.removeEndedBefore(now - keptMs, owner),
      this.#store.insert(job),
      { topic: "import-jobs" },
    ]);
    return job;
  }

  /** Throws `not-found`. */
  async get(owner: Owner, id: string): Promise<ImportJob> {
    const job = await this.#store.find(owner, id);
    if (job === undefined) throw new CallerError("not-found", `Job with JobId ${id} does not exist.`);
    return job;
  }

  /** The newest first. Throws `bad-request`. */
  async list(
    owner: Owner,
    destination: ImportDestination["type"] | undefined,
    page: PageRequest,
  ): Promise<Page<ImportJob>> {
    return await readPage(page, {
      name: `import-jobs-${destination ?? "all"}`,
      positionOf: ({ id }) => id,
      read: async (from) => await this.#store.list(owner, destination, from),
    });
  }

  async claimDue(limit: number): Promise<ClaimedImport[]> {
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

  /** Does a claimed job, from its beginning: what a process that was killed had done of it is done again, to the same end. */
  async run(claim: ClaimedImport, stop: AbortSignal): Promise<ImportEnd> {
    const counts = new RecordCounts();
    try {
      if (claim.attempts > mostAttempts) throw new UnreadableList("The job was begun too often.");
      await this.#takeIn(claim, counts, stop);
      await this.#end(claim, counts, "COMPLETED");
      return "completed";
    } catch (error) {
      return await this.#endOf(claim, counts, error, stop).catch(leaseLostOrThrow);
    }
  }

  async #endOf(
    claim: ClaimedImport,
    counts: RecordCounts,
    error: unknown,
    stop: AbortSignal,
  ): Promise<ImportEnd> {
    if (stop.aborted) {
      await this.#store.write([this.#store.handBack(claim, this.#clock.now())]);
      return "handed-back";
    }
    if (error instanceof ObjectUnreadable && !error.isLasting && claim.attempts < mostAttempts) {
      const dueAt = this.#clock.now() + retryAfterMs * 2 ** (claim.attempts - 1);
      await this.#store.write([this.#store.putOff(claim, dueAt)]);
      return "put-off";
    }
    if (!isTold(error)) throw error;
    await this.#end(claim, counts, "FAILED", error.message);
    return "failed";
  }

  async #takeIn(claim: ClaimedImport, counts: RecordCounts, stop: AbortSignal): Promise<void> {
    // So many records may take long to come.
    using _ = this.#leases.begin(claim);
    const take = importInto(this.#lists, claim);
    const chunks = this.#objects.read(claim.owner, claim.source.url, stop);
    const records = readRecords(readLines(chunks, { mostBytes, longestLine }), {
      format: claim.source.format,
      hasNames: hasNames(claim.destination),
    });
    for await (const some of inLotsOf(atOnce, records)) {
      stop.throwIfAborted();
      const good = some.flatMap((reading) => ("record" in reading ? [reading] : []));
      const faults = await take(good.map(({ record }) => record));
      counts.add(some, new Map(good.map(({ line }, at) => [line, faults[at]])));
      if (counts.processed > mostRecords) {
        throw new UnreadableList(`The object has more than ${mostRecords} records.`);
      }
      await this.#store.write([this.#store.progress(claim, counts.progress, this.#leaseEnd())]);
    }
  }

  #leaseEnd(): number {
    return this.#clock.now() + leaseMs;
  }

  async #end(claim: ClaimedImport, counts: RecordCounts, status: "COMPLETED" | "FAILED", reason?: string) {
    const { processed, failed, message } = counts.progress;
    const completedAt = this.#clock.now();
    const end = { status, completedAt, processed, failed, message: reason ?? message };
    await this.#store.write([this.#store.end(claim, end)]);
  }

  /** SES declares no `not-found` for this operation. */
  async #requireList(owner: Owner, name: string): Promise<void> {
    try {
      await this.#lists.contactLists.get(owner, name);
    } catch (error) {
      if (!(error instanceof CallerError) || error.problem !== "not-found") throw error;
      throw badRequest("ImportDestination.ContactListDestination.ContactListName", error.message);
    }
  }
}

/** What whoever made the job can mend: the object, or a list that was deleted meanwhile. */
function isTold(error: unknown): error is Error {
  if (error instanceof Unavailable) return false;
  return error instanceof ObjectUnreadable || error instanceof UnreadableList || error instanceof CallerError;
}

async function* inLotsOf(size: number, readings: AsyncIterable<Reading>): AsyncGenerator<Reading[]> {
  let lot: Reading[] = [];
  for await (const reading of readings) {
    if (lot.push(reading) < size) continue;
    yield lot;
    lot = [];
  }
  if (lot.length > 0) yield lot;
}
