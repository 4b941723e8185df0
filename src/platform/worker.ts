import type { Callers } from "./callers.ts";
import { type Clock, secondMs } from "./clock.ts";
import { Unavailable } from "./errors.ts";
import type { HandOff, Place } from "./hand-off.ts";
import type { Log } from "./log.ts";
import type { Measures } from "./measures.ts";
import type { Nudge } from "./nudge.ts";
import type { Tracing } from "./tracing.ts";

/** Something that happens by itself: claim, act, record, again. Disposing of it waits for what is under way. */
export interface Worker extends AsyncDisposable {
  /** Looks for work at once. Resolves when nothing is due and nothing is under way, to whether there was anything to do. */
  idle(): Promise<boolean>;
  /** Takes no more, and tells what is under way to end. Disposing does so too, and waits. */
  stop(): void;
}

export interface WorkerOptions<Item> {
  /** Names the worker in the log. */
  readonly name: string;
  /** Takes at most `limit` items that are due, under a lease: what is never completed falls due again. */
  claim(limit: number): Promise<readonly Item[]>;
  /**
   * Acts and records. The signal says that the worker is being stopped: end soon, or hand the item back. May resolve to
   * one of few words for what came of it.
   */
  // biome-ignore lint: void, so that what can only be done need not say so
  handle(item: Item, signal: AbortSignal): Promise<string | void>;
  /** Whether nothing of an item falls due again after this outcome, so that its end is no reason to look for work. */
  isOver?(outcome: string): boolean;
  /** What names an item in the log: ids, no addresses. */
  idsOf?(item: Item): Readonly<Record<string, string>>;
  /** When the next item falls due, if that is known; without it only `everyMs` and the nudge lead to a look. */
  nextDueAt?(): Promise<number | undefined>;
  /** The safety net: look at least this often, also when nobody nudged. */
  readonly everyMs: number;
  readonly nudge: Nudge;
  /** Asked before anything is claimed or taken over; left out: always. */
  mayClaim?(): boolean;
  /** By whom items are handed over that need not be claimed. */
  readonly handOff?: HandOff<Item>;
  readonly clock: Clock;
  /** The most items under way at once. */
  readonly concurrency: number;
  /**
   * How many are begun at once while callers wait for their answers in numbers, each with a rest after it: what can wait is to leave
   * them the processor.
   */
  readonly whileManyWait?: { readonly callers: Callers; readonly concurrency: number } | undefined;
  readonly log: Log;
  readonly measures?: Pick<Measures, "worked"> | undefined;
  readonly tracing?: Pick<Tracing, "span"> | undefined;
  /** Stops the worker, as disposing of it does. */
  readonly signal?: AbortSignal;
}

const firstPauseMs = 250;
const longestPauseMs = 60_000;
/** What it needs is out of reach, and may be back any moment. */
const longestWaitMs = secondMs;
/** A reason at hand: without one, every wake-up would make an exception with its stack. */
const woken = new Error("The worker was woken.");

export function startWorker<Item>(options: WorkerOptions<Item>): Worker {
  return new ClaimLoop(options);
}

class ClaimLoop<Item> implements Worker {
  readonly #options: WorkerOptions<Item>;
  readonly #stopping = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  /** How many there have been, with those under way. */
  #begun = 0;
  readonly #listening = new DisposableStack();
  readonly #running: Promise<void>;
  readonly stop = () => {
    this.#stopping.abort();
    this.#wakeUp();
  };
  /** Those who wait for a look at the queue that begins after they asked; told how many items it brought. */
  readonly #askers: ((taken: number) => void)[] = [];
  #alarm = new AbortController();
  /** Somebody wants a look that has not begun yet. */
  #wanted = false;
  /** The last look took all there was room for, so there may be more. */
  #backlog = false;
  /** There may be more than there was room for, as far as is known: nothing is handed over past what waits. */
  #isBehind = true;
  /** How many may come of the look that is under way. */
  #awaited = 0;
  #pausing = false;
  /** Failures in a row, of claiming or of handling. */
  #failures = 0;
  /** The last of them was that what is needed is out of reach. */
  #isWaiting = false;

  constructor(options: WorkerOptions<Item>) {
    this.#options = options;
    this.#listening.use(options.nudge.listen(() => this.#wakeUp()));
    if (options.handOff !== undefined) this.#listening.use(options.handOff.serve(() => this.#place()));
    if (options.signal?.aborted === true) this.#stopping.abort();
    options.signal?.addEventListener("abort", this.stop, { once: true });
    this.#running = this.#run();
  }

  async idle(): Promise<boolean> {
    const endedBefore = this.#begun - this.#underWay.size;
    let taken = 1;
    while (taken > 0 && !this.#pausing && !this.#stopping.signal.aborted) {
      taken = await new Promise<number>((resolve) => {
        this.#askers.push(resolve);
        this.#wakeUp();
      });
      taken += this.#underWay.size;
      await Promise.all(this.#underWay);
    }
    await Promise.all(this.#underWay);
    return this.#begun > endedBefore;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stop();
    this.#options.signal?.removeEventListener("abort", this.stop);
    await this.#running;
    await Promise.all(this.#underWay);
  }

  async #run(): Promise<void> {
    const stopped = this.#stopping.signal;
    while (!stopped.aborted) {
      if (this.#failures > 0) await this.#pause(stopped);
      if (stopped.aborted) break;
      this.#wanted = false;
      const askers = this.#askers.splice(0);
      try {
        const taken = await this.#look();
        await this.#rest(() => tell(askers.splice(0), taken));
        // Woken before it lay down: who asked is told after the next look.
        this.#askers.unshift(...askers);
      } catch (error) {
        this.#askers.unshift(...askers);
        this.#noteFailure(error, "Work could not be claimed.");
      }
    }
    this.#listening[Symbol.dispose]();
    tell(this.#askers.splice(0), 0);
  }

  get #mostUnderWay(): number {
    const { concurrency, whileManyWait } = this.#options;
    return whileManyWait?.callers.areMany === true ? whileManyWait.concurrency : concurrency;
  }

  /** Takes what is due, as far as there is room; answers how much that was. */
  async #look(): Promise<number> {
    const room = this.#mostUnderWay - this.#underWay.size;
    this.#backlog = true;
    if (this.#options.mayClaim?.() === false) {
      this.#isBehind = true;
      return 0;
    }
    if (room <= 0) return 0;
    this.#awaited = room;
    const items = await this.#options.claim(room).finally(() => {
      this.#awaited = 0;
    });
    this.#backlog = items.length >= room;
    this.#isBehind = this.#backlog;
    if (items.length === 0 || this.#isWaiting) this.#noteSuccess();
    for (const item of items) this.#begin(this.#handle(item));
    return items.length;
  }

  #place(): Place<Item> | undefined {
    const room = this.#mostUnderWay - this.#underWay.size - this.#awaited;
    if (room <= 0 || this.#isBehind || this.#failures > 0 || this.#stopping.signal.aborted) return undefined;
    if (this.#options.mayClaim?.() === false) return undefined;
    const { promise, resolve } = Promise.withResolvers<Item | undefined>();
    this.#begin(promise.then(async (item) => (item === undefined ? true : await this.#handle(item))));
    return { begin: resolve, [Symbol.dispose]: () => resolve(undefined) };
  }

  #begin(handling: Promise<boolean>): void {
    const work = handling.then((isOver) => {
      this.#underWay.delete(work);
      // There is room for what waits, or what was just recorded may fall due sooner than anything known.
      if (this.#isBehind || this.#wanted || !isOver) this.#wakeUp();
    });
    this.#underWay.add(work);
    this.#begun += 1;
  }

  /** Whether nothing of it falls due again. */
  async #handle(item: Item): Promise<boolean> {
    const since = performance.now();
    const outcome = await this.#traced(item);
    const ms = performance.now() - since;
    const { log, measures, name } = this.#options;
    measures?.worked(name, outcome, ms / 1_000);
    if (outcome === "lease-lost")
      log.warn(
        this.#fieldsOf(item),
        "An item of work took longer than its lease: what came of it is not recorded.",
      );
    log.debug?.({ ...this.#fieldsOf(item), outcome, ms: Math.round(ms) }, "An item of work ended.");
    await this.#options.whileManyWait?.callers.makeWay(ms, this.#stopping.signal);
    return this.#options.isOver?.(outcome) ?? false;
  }

  async #traced(item: Item): Promise<string> {
    const { tracing, name } = this.#options;
    if (tracing === undefined) return await this.#outcomeOf(item);
    return await tracing.span(name, { ...this.#options.idsOf?.(item) }, async (span) => {
      const outcome = await this.#outcomeOf(item);
      span.set({ outcome });
      return outcome;
    });
  }

  #fieldsOf(item: Item): object {
    return { worker: this.#options.name, ...this.#options.idsOf?.(item) };
  }

  async #outcomeOf(item: Item): Promise<string> {
    try {
      const outcome = await this.#options.handle(item, this.#stopping.signal);
      this.#noteSuccess();
      return outcome ?? "done";
    } catch (error) {
      // Handed back because we stop: nothing went wrong, and its lease says when it falls due again.
      const { aborted, reason } = this.#stopping.signal;
      if (aborted && error === reason) return "handed-back";
      this.#noteFailure(error, "An item of work failed.", item);
      return "error";
    }
  }

  #noteFailure(error: unknown, what: string, item?: Item): void {
    this.#failures += 1;
    const wasWaiting = this.#isWaiting;
    this.#isWaiting = error instanceof Unavailable;
    const { log, name } = this.#options;
    const fields = { err: error, worker: name, ...(item === undefined ? {} : this.#options.idsOf?.(item)) };
    if (!this.#isWaiting) log.error(fields, what);
    // Said once: it would be said again every second.
    else if (!wasWaiting) log.warn(fields, "What work needs is out of reach: it is waited for.");
  }

  #noteSuccess(): void {
    if (this.#isWaiting) this.#options.log.info({ worker: this.#options.name }, "Work goes on.");
    this.#failures = 0;
    this.#isWaiting = false;
  }

  /** Until somebody wakes us, the next item falls due, or the safety net's time has come. */
  async #rest(lyingDown: () => void): Promise<void> {
    const { clock, everyMs } = this.#options;
    const next = this.#backlog ? undefined : await this.#options.nextDueAt?.();
    if (this.#wanted || this.#stopping.signal.aborted) return;
    this.#alarm = new AbortController();
    // What is due already and was not taken just now is another's: no reason to ask again at once.
    const untilDue = next === undefined ? everyMs : next - clock.now();
    const slept = this.#sleep(untilDue > 0 ? Math.min(untilDue, everyMs) : everyMs, this.#alarm.signal);
    lyingDown();
    await slept;
  }

  async #pause(stopped: AbortSignal): Promise<void> {
    this.#pausing = true;
    tell(this.#askers.splice(0), 0);
    await this.#sleep(this.#pauseMs(), stopped);
    this.#pausing = false;
  }

  async #sleep(ms: number, signal: AbortSignal): Promise<void> {
    try {
      await this.#options.clock.sleep(ms, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  #pauseMs(): number {
    const longest = this.#isWaiting ? longestWaitMs : longestPauseMs;
    return Math.min(firstPauseMs * 2 ** Math.min(this.#failures - 1, 20), longest);
  }

  #wakeUp(): void {
    this.#wanted = true;
    // Without room there is nothing to look for: the end of what is under way wakes us, and not every nudge until then.
    const hasRoom = this.#underWay.size < this.#mostUnderWay;
    this.#isBehind ||= !hasRoom;
    if (hasRoom || this.#stopping.signal.aborted) this.#alarm.abort(woken);
  }
}

function tell(askers: readonly ((taken: number) => void)[], taken: number): void {
  for (const asker of askers) asker(taken);
}
