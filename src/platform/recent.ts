import { type Clock, isAhead, secondMs } from "./clock.ts";

/**
 * What was found lately, by name, each for a second unless said: what is in constant use costs one look a second. An announcement makes it be
 * forgotten before that; should it not reach us, what changed elsewhere is heeded within the second all the same.
 */
export class Recent<Value> {
  readonly #found = new Map<string, { readonly until: number; readonly value: Promise<Value> }>();
  readonly #clock: Clock;
  readonly #most: number;
  readonly #keptMs: number;
  readonly #isKept: (value: Value) => boolean;

  constructor(options: {
    readonly clock: Clock;
    /** How many are remembered: the oldest make room. */
    readonly most?: number;
    readonly keptMs?: number;
    /** Whether something found is remembered; everything unless said otherwise. */
    readonly isKept?: (value: Value) => boolean;
  }) {
    this.#clock = options.clock;
    this.#most = options.most ?? usualMost;
    this.#keptMs = options.keptMs ?? usuallyKeptMs;
    this.#isKept = options.isKept ?? (() => true);
  }

  /** What is remembered, or else what `find` answers. Rejects with what that failed with; the next call looks again. */
  get(name: string, find: () => Promise<Value>): Promise<Value> {
    const now = this.#clock.now();
    const entry = this.#found.get(name);
    if (entry !== undefined && isAhead(entry.until, { now, atMostMs: this.#keptMs })) return entry.value;
    const value = find();
    // From before the look: what changes while it is under way is not missed for longer than that.
    const fresh = { until: now + this.#keptMs, value };
    this.#makeRoom(name);
    this.#found.set(name, fresh);
    const drop = () => {
      if (this.#found.get(name) === fresh) this.#found.delete(name);
    };
    value.then((found) => this.#isKept(found) || drop(), drop);
    return value;
  }

  /** Also a look that is under way: who asks from now on sees what it was before the change no more. Without a name, everything. */
  forget(name: string | undefined): void {
    if (name === undefined) this.#found.clear();
    else this.#found.delete(name);
  }

  /** Those whose names are like this. */
  forgetWhere(isMeant: (name: string) => boolean): void {
    for (const name of this.#found.keys()) if (isMeant(name)) this.#found.delete(name);
  }

  #makeRoom(name: string): void {
    this.#found.delete(name);
    const oldest = this.#found.size >= this.#most ? this.#found.keys().next().value : undefined;
    if (oldest !== undefined) this.#found.delete(oldest);
  }
}

const usuallyKeptMs = secondMs;
const usualMost = 10_000;
