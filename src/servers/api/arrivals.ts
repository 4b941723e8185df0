import type { IncomingMessage } from "node:http";
import { CallerError } from "#platform/errors.ts";

export interface ArrivalLimits {
  /** Bytes; the oldest body may be on top of them. */
  readonly room: number;
  /** How long one may be stopped, in all. */
  readonly patienceMs: number;
  /** One that came slower than `bytesPerMs` for so long gives way to those that wait. */
  readonly graceMs: number;
  readonly bytesPerMs: number;
}

/** The first bytes of each body are not counted: with many small ones the counting would cost more than their memory does. */
export const uncountedBytes = 128 * 1024;
const lookEveryMs = 100;

interface Account {
  readonly name: string;
  /** Those that hold some, from the oldest on. */
  readonly arrivals: Set<Arrival>;
  held: number;
}

/**
 * What bodies that arrive take together. Each takes what has come of it, not what it says it will be: a connection on which nothing
 * comes takes nothing. Once there is too much of everybody's, or of an account's beside what is left to others, those bodies are read no
 * further, and their senders find their connections full, until some is given back.
 *
 * Many that have come in part could so wait for each other for ever. Therefore the oldest body of all is never stopped, nor is an
 * account's oldest by what its account holds: there is always one that goes on to its end. And if it does not, for nothing comes of
 * it, it is ended while anyone waits for it, and the next is the oldest. So limits are passed by one whole body at most.
 */
export class Arrivals {
  readonly limits: ArrivalLimits;
  /** From the oldest on. */
  readonly #holding = new Set<Arrival>();
  readonly #accounts = new Map<string, Account>();
  /** Those that are not whole yet. */
  readonly #coming = new Set<Arrival>();
  #held = 0;
  #looking: NodeJS.Timeout | undefined;

  constructor(limits: ArrivalLimits) {
    this.limits = limits;
  }

  begin(arrival: Arrival): void {
    this.#coming.add(arrival);
    this.#looking ??= setInterval(() => this.#look(), lookEveryMs);
  }

  end(arrival: Arrival): void {
    if (!this.#coming.delete(arrival) || this.#coming.size > 0) return;
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  /** Of the bytes that have come of it, so many more are counted. It has to stop where there is no room for more. */
  add(arrival: Arrival, bytes: number): void {
    const account = this.#accountOf(arrival.account);
    account.arrivals.add(arrival);
    account.held += bytes;
    this.#holding.add(arrival);
    this.#held += bytes;
    if (!this.#mayGoOn(arrival, account)) arrival.stop();
  }

  remove(arrival: Arrival, bytes: number): void {
    if (!this.#holding.delete(arrival)) return;
    this.#held -= bytes;
    const account = this.#accountOf(arrival.account);
    account.held -= bytes;
    account.arrivals.delete(arrival);
    if (account.arrivals.size === 0) this.#accounts.delete(account.name);
    for (const next of this.#holding) {
      if (next.isStopped && this.#mayGoOn(next, this.#accountOf(next.account))) next.goOn();
    }
  }

  #accountOf(name: string): Account {
    let account = this.#accounts.get(name);
    if (account === undefined) {
      account = { name, arrivals: new Set(), held: 0 };
      this.#accounts.set(name, account);
    }
    return account;
  }

  #mayGoOn(arrival: Arrival, { arrivals, held }: Account): boolean {
    if (isFirst(this.#holding, arrival)) return true;
    // So an account has half of the room while it is alone, a third beside another such, and some is always left for the next.
    const free = this.limits.room - this.#held;
    if (free <= 0) return false;
    return held < free || isFirst(arrivals, arrival);
  }

  /**
   * Ends those that have been stopped too long, and those that are in the way of stopped ones and do not come. While there is room, no
   * account is in the way of one that has more.
   */
  #look(): void {
    const now = performance.now();
    for (const arrival of this.#coming) arrival.lag(lookEveryMs);
    let leastInTheWay = Number.POSITIVE_INFINITY;
    for (const { isStopped, account } of this.#holding) {
      if (!isStopped) continue;
      leastInTheWay =
        this.#held >= this.limits.room ? 0 : Math.min(leastInTheWay, this.#accountOf(account).held);
    }
    for (const arrival of this.#holding) {
      if (arrival.isOutOfPatience(now)) arrival.end(noRoom());
      else if (arrival.isLate && this.#accountOf(arrival.account).held >= leastInTheWay)
        arrival.end(tooSlow());
    }
  }
}

/** A body that is read, or is held until there is room to work on it. */
export class Arrival {
  readonly account: string;
  readonly #request: IncomingMessage;
  readonly #all: Arrivals;
  #bytes = 0;
  #counted = 0;
  /** How late it is, against what would have come at the least speed. Counted in looks, not by a clock: what keeps us busy is not its fault. */
  #lagMs = 0;
  #stoppedAt: number | undefined;
  #stoppedMs = 0;
  #refuse: ((error: CallerError) => void) | undefined;

  constructor(all: Arrivals, account: string, request: IncomingMessage) {
    this.#all = all;
    this.account = account;
    this.#request = request;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get isCounted(): boolean {
    return this.#counted > 0;
  }

  get isStopped(): boolean {
    return this.#stoppedAt !== undefined;
  }

  /** Call before it is read. `refuse` may be called until it is whole. */
  begin(refuse: (error: CallerError) => void): void {
    this.#refuse = refuse;
    this.#all.begin(this);
  }

  /** Call with what has come. */
  add(bytes: number): void {
    if (this.#refuse === undefined) return;
    this.#bytes += bytes;
    this.#lagMs = Math.max(0, this.#lagMs - bytes / this.#all.limits.bytesPerMs);
    if (this.#bytes <= uncountedBytes) return;
    const uncounted = this.#bytes - uncountedBytes - this.#counted;
    this.#counted += uncounted;
    this.#all.add(this, uncounted);
  }

  /** Call when it is whole. */
  done(): void {
    this.#refuse = undefined;
    this.#all.end(this);
  }

  stop(): void {
    this.#stoppedAt ??= performance.now();
    this.#request.pause();
  }

  goOn(): void {
    if (this.#stoppedAt === undefined) return;
    this.#stoppedMs += performance.now() - this.#stoppedAt;
    this.#stoppedAt = undefined;
    this.#request.resume();
  }

  /** Call each time that so much time has passed in which it could come. */
  lag(ms: number): void {
    if (!this.isStopped) this.#lagMs += ms;
  }

  /** Whether it came too slowly while it was read. */
  get isLate(): boolean {
    return this.#refuse !== undefined && !this.isStopped && this.#lagMs > this.#all.limits.graceMs;
  }

  isOutOfPatience(now: number): boolean {
    const { patienceMs } = this.#all.limits;
    return this.#stoppedAt !== undefined && this.#stoppedMs + now - this.#stoppedAt > patienceMs;
  }

  end(error: CallerError): void {
    const refuse = this.#refuse;
    this.leave();
    refuse?.(error);
  }

  /** Gives back what it took. */
  leave(): void {
    this.done();
    this.#all.remove(this, this.#counted);
    this.#counted = 0;
    this.goOn();
  }
}

function isFirst(set: Set<Arrival>, arrival: Arrival): boolean {
  for (const first of set) return first === arrival;
  return false;
}

export function noRoom(): CallerError {
  return new CallerError("too-many-requests", "There is no room for another large request just now.");
}

export function tooSlow(): CallerError {
  return new CallerError("too-many-requests", "The request came too slowly while others waited for room.");
}
