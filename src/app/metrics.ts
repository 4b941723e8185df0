import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Standing } from "#features/blocklists/index.ts";
import type { Backlog } from "#platform/backlog.ts";
import { type Clock, secondMs } from "#platform/clock.ts";
import type { Log } from "#platform/log.ts";
import type { Measures } from "#platform/measures.ts";
import { version } from "#platform/version.ts";
import { Counts, Times } from "./series.ts";

/** Less than Prometheus waits for the whole answer. */
const patienceMs = 3 * secondMs;

const quick = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const slow = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** What whoever runs the process may ask of it: counts since its start, and how its queues are at the moment. */
export class Metrics {
  readonly measures: Measures;
  readonly #registry = new Registry();
  readonly #queues: QueueGauges;
  readonly #backlogs = new Map<string, () => Promise<Backlog>>();
  readonly #looks: (() => Promise<void>)[] = [];
  readonly #clock: Clock;
  readonly #log: Log;
  #looking: Promise<void> | undefined;

  constructor({ clock, log }: { clock: Clock; log: Log }) {
    this.#clock = clock;
    this.#log = log;
    this.measures = countingIn(this.#registry);
    this.#queues = queueGauges(this.#registry);
    gauge(this.#registry, "signet_build_info", "1; the label says which version runs.", ["version"]).set(
      { version: version() },
      1,
    );
  }

  /** Has a queue looked at whenever somebody asks. */
  watch(queue: string, backlog: () => Promise<Backlog>): void {
    this.#backlogs.set(queue, backlog);
  }

  /** Shows how far the clock is ahead of the database's. */
  watchClock(aheadMs: () => number | undefined): void {
    const help = "How far the clock is ahead of the database's.";
    new Gauge({
      name: "signet_clock_ahead_seconds",
      help,
      registers: [this.#registry],
      collect() {
        this.set((aheadMs() ?? 0) / secondMs);
      },
    });
  }

  /** Shows how many addresses each blocklist lists, and of how many it did not say when it was last asked. */
  watchBlocklists(standings: () => Promise<readonly Standing[]>): void {
    const listed = gauge(this.#registry, "signet_blocklist_listed", "Addresses that a blocklist lists.", [
      "list",
    ]);
    const unanswered = gauge(
      this.#registry,
      "signet_blocklist_unanswered",
      "Addresses of which a blocklist said nothing to go by when it was last asked.",
      ["list"],
    );
    this.#looks.push(async () => {
      listed.reset();
      unanswered.reset();
      try {
        for (const { list, verdict, trouble } of await this.#inTime(standings())) {
          listed.inc({ list }, verdict === "listed" ? 1 : 0);
          unanswered.inc({ list }, trouble === undefined ? 0 : 1);
        }
      } catch (error) {
        this.#log.warn({ err: error }, "What blocklists said could not be looked at.");
      }
    });
  }

  /** In Prometheus's text format. Many who ask at once cost one look. */
  async exposition(): Promise<string> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    await this.#looking;
    const texts = [this.#registry.metrics(), processMetrics().metrics()];
    return (await Promise.all(texts)).join("\n");
  }

  async #look(): Promise<void> {
    const looks = [...this.#backlogs].map(async ([queue, backlog]) => {
      try {
        show(this.#queues, queue, { ...(await this.#inTime(backlog())), now: this.#clock.now() });
      } catch (error) {
        // Better no figure than an old one; everything else is still told.
        for (const each of Object.values(this.#queues)) each.remove({ queue });
        this.#log.warn({ err: error, queue }, "A queue could not be looked at.");
      }
    });
    await Promise.all([...looks, ...this.#looks.map(async (look) => await look())]);
  }

  async #inTime<Result>(running: Promise<Result>): Promise<Result> {
    const ended = new AbortController();
    const tooLong = this.#clock.sleep(patienceMs, ended.signal).then(() => {
      throw new Error("The database takes too long.");
    });
    try {
      return await Promise.race([running, tooLong]);
    } finally {
      tooLong.catch(() => {});
      ended.abort();
    }
  }
}

function countingIn(registry: Registry): Measures {
  const requests = new Counts(registry, {
    name: "signet_requests_total",
    help: "Requests over HTTP.",
    labels: ["operation", "status"],
  });
  const requestTimes = new Times(registry, {
    name: "signet_request_duration_seconds",
    help: "From the head of a request to the end of its answer.",
    labels: ["operation"],
    bounds: quick,
  });
  const work = new Counts(registry, {
    name: "signet_work_total",
    help: "Items of work that ended.",
    labels: ["worker", "outcome"],
  });
  const workTimes = new Times(registry, {
    name: "signet_work_duration_seconds",
    help: "From claiming an item of work to recording what came of it.",
    labels: ["worker"],
    bounds: slow,
  });
  const storeTimes = new Times(registry, {
    name: "signet_database_duration_seconds",
    help: "From asking the database to its answer, waiting for a connection or a shared commit included.",
    labels: ["kind", "outcome"],
    bounds: quick,
  });
  return {
    answered(operation, status, seconds) {
      requests.add(operation, String(status));
      requestTimes.observe(seconds, operation);
    },
    mayEnd(worker, outcomes) {
      for (const outcome of outcomes) work.expect(worker, outcome);
    },
    worked(worker, outcome, seconds) {
      work.add(worker, outcome);
      workTimes.observe(seconds, worker);
    },
    stored(kind, outcome, seconds) {
      storeTimes.observe(seconds, kind, outcome);
    },
  };
}

type QueueGauges = ReturnType<typeof queueGauges>;

/** Of the database, so the same on every node. */
function queueGauges(registry: Registry) {
  return {
    waiting: gauge(registry, "signet_queue_waiting", "Not done yet, at most 100000.", ["queue"]),
    due: gauge(registry, "signet_queue_due", "Due and taken by nobody, at most 100000.", ["queue"]),
    lag: gauge(registry, "signet_queue_lag_seconds", "For how long the oldest has been due.", ["queue"]),
  };
}

function show(
  gauges: QueueGauges,
  queue: string,
  { waiting, due, earliestDueAt, now }: Backlog & { readonly now: number },
): void {
  gauges.waiting.set({ queue }, waiting);
  gauges.due.set({ queue }, due);
  gauges.lag.set({ queue }, Math.max(0, now - (earliestDueAt ?? now)) / 1_000);
}

function gauge<Label extends string>(registry: Registry, name: string, help: string, labels: Label[]) {
  return new Gauge({ name, help, labelNames: labels, registers: [registry] });
}

let ofProcess: Registry | undefined;

/** Memory, processor, event loop, garbage: of the process, so once, and watched from when somebody first asks. */
function processMetrics(): Registry {
  if (ofProcess !== undefined) return ofProcess;
  ofProcess = new Registry();
  collectDefaultMetrics({ register: ofProcess });
  return ofProcess;
}
