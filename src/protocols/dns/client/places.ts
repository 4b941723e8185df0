/**
 * Hands out places: so many in all, and so many for each key: `roomFor(key, wanted)` says how many a key may have that would now have
 * `wanted` of them. Who finds none waits; those who wait for one key hold up no other.
 */
export class Places {
  readonly #total: number;
  readonly #roomFor: (key: string, wanted: number) => number;
  readonly #taken = new Map<string, number>();
  readonly #lines = new Map<string, (() => void)[]>();
  /** Keys with somebody in line and room of their own, kept back by the total only. */
  readonly #ready = new Set<string>();
  #inUse = 0;

  constructor(total: number, roomFor: (key: string, wanted: number) => number) {
    this.#total = total;
    this.#roomFor = roomFor;
  }

  /** Whether a place was taken at once. If not, `wait` for it. */
  take(key: string): boolean {
    if (this.#inUse >= this.#total || !this.#hasRoom(key)) return false;
    this.#occupy(key);
    return true;
  }

  /**
   * Whether a place was taken: not where there was none until `untilMs`, on the scale of `performance.now()`. Rejects with the
   * signal's reason.
   */
  async wait(key: string, signal?: AbortSignal, untilMs?: number): Promise<boolean> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    const enter = () => resolve(true);
    const line = this.#lines.get(key) ?? [];
    line.push(enter);
    this.#lines.set(key, line);
    this.#mark(key);
    const leave = () => {
      const place = line.indexOf(enter);
      if (place !== -1) line.splice(place, 1);
      this.#mark(key);
    };
    const abort = () => {
      leave();
      reject(signal?.reason);
    };
    const tooLate = () => {
      leave();
      resolve(false);
    };
    signal?.addEventListener("abort", abort, { once: true });
    const timer = untilMs === undefined ? undefined : setTimeout(tooLate, delayUntil(untilMs));
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }

  release(key: string): void {
    this.#inUse--;
    const taken = (this.#taken.get(key) ?? 1) - 1;
    if (taken === 0) this.#taken.delete(key);
    else this.#taken.set(key, taken);
    this.#mark(key);
    const [next] = this.#ready;
    if (next !== undefined) this.#admit(next);
  }

  /** `roomFor` answers otherwise now. */
  roomChanged(key: string): void {
    this.#mark(key);
    while (this.#inUse < this.#total && this.#ready.has(key)) this.#admit(key);
  }

  #hasRoom(key: string): boolean {
    const taken = this.#taken.get(key) ?? 0;
    return taken < this.#roomFor(key, taken + 1);
  }

  #admit(key: string): void {
    const enter = this.#lines.get(key)?.shift();
    if (enter) this.#occupy(key);
    // To the back: keys take turns.
    this.#ready.delete(key);
    this.#mark(key);
    enter?.();
  }

  #occupy(key: string): void {
    this.#inUse++;
    this.#taken.set(key, (this.#taken.get(key) ?? 0) + 1);
  }

  #mark(key: string): void {
    const line = this.#lines.get(key);
    if (line?.length === 0) this.#lines.delete(key);
    if (line?.length && this.#hasRoom(key)) this.#ready.add(key);
    else this.#ready.delete(key);
  }
}

/** What a timer takes; it would take a longer one for none. */
const longestDelayMs = 0x7fff_ffff;

function delayUntil(untilMs: number): number {
  return Math.min(Math.max(0, untilMs - performance.now()), longestDelayMs);
}
