import type { Clock } from "#platform/clock.ts";

/**
 * What was found lately, each for a second: a key in constant use costs one read a second, and one that another
 * process revoked stops working within a second. What is not found is not kept, so guesses push nothing out.
 */
export class Recent<Value> {
  readonly #found = new Map<string, { readonly until: number; readonly value: Promise<Value | undefined> }>();
  readonly #clock: Clock;
  readonly #find: (name: string) => Promise<Value | undefined>;

  constructor(clock: Clock, find: (name: string) => Promise<Value | undefined>) {
    this.#clock = clock;
    this.#find = find;
  }

  get(name: string): Promise<Value | undefined> {
    const now = this.#clock.now();
    const entry = this.#found.get(name);
    // Time that went backwards must not keep an entry for longer.
    if (entry !== undefined && now < entry.until && now >= entry.until - keptMs) return entry.value;
    const value = this.#find(name);
    const fresh = { until: now + keptMs, value };
    this.#makeRoom(name);
    this.#found.set(name, fresh);
    const drop = () => {
      if (this.#found.get(name) === fresh) this.#found.delete(name);
    };
    value.then((found) => found === undefined && drop(), drop);
    return value;
  }

  forget(name: string): void {
    this.#found.delete(name);
  }

  forgetAll(): void {
    this.#found.clear();
  }

  #makeRoom(name: string): void {
    this.#found.delete(name);
    const oldest = this.#found.size >= maxEntries ? this.#found.keys().next().value : undefined;
    if (oldest !== undefined) this.#found.delete(oldest);
  }
}

const keptMs = 1_000;
const maxEntries = 4_096;
