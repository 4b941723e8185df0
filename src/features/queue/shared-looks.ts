import { minuteMs, secondMs } from "#platform/clock.ts";

/** What a look found rests for so many times what it took: pages that are left open cost a fifth of a core at most, however long the queue. */
const restFactor = 4;
const longestRestMs = minuteMs;
/** What takes less is looked at anew each time. */
const shortLookMs = secondMs;

interface Found<Value> {
  readonly until: number;
  readonly value: Value;
}

/**
 * Looks that may take long, one of a name at a time. Who asks while one is under way sees what has changed since it began: in the next one,
 * with all others who asked meanwhile. Only what took long to find is answered again for a while.
 */
export class SharedLooks<Value> {
  readonly #underWay = new Map<string, Promise<Value>>();
  readonly #next = new Map<string, Promise<Value>>();
  readonly #found = new Map<string, Found<Value>>();
  /** How often it was told to forget: what was begun before is not kept. */
  #forgotten = 0;
  readonly #elapsedMs: () => number;

  constructor({ elapsedMs = () => performance.now() }: { readonly elapsedMs?: () => number } = {}) {
    this.#elapsedMs = elapsedMs;
  }

  async share(name: string, look: () => Promise<Value>): Promise<Value> {
    const found = this.#lately(name);
    if (found !== undefined) return found.value;
    const shared = this.#next.get(name);
    if (shared !== undefined) return await shared;
    const underWay = this.#underWay.get(name);
    if (underWay === undefined) return await this.#begin(name, look);
    const begin = async () => {
      this.#next.delete(name);
      const lately = this.#lately(name);
      return lately === undefined ? await this.#begin(name, look) : lately.value;
    };
    const next = underWay.then(begin, begin);
    this.#next.set(name, next);
    return await next;
  }

  /** Of everything: who has just changed something sees what came of it. */
  forget(): void {
    this.#forgotten += 1;
    this.#found.clear();
  }

  #lately(name: string): Found<Value> | undefined {
    const found = this.#found.get(name);
    return found !== undefined && this.#elapsedMs() < found.until ? found : undefined;
  }

  #begin(name: string, look: () => Promise<Value>): Promise<Value> {
    const value = this.#timed(name, look).finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, value);
    return value;
  }

  async #timed(name: string, look: () => Promise<Value>): Promise<Value> {
    const begunAt = this.#elapsedMs();
    const forgotten = this.#forgotten;
    const value = await look();
    const endedAt = this.#elapsedMs();
    for (const [other, { until }] of this.#found) if (until <= endedAt) this.#found.delete(other);
    const tookMs = endedAt - begunAt;
    if (tookMs >= shortLookMs && forgotten === this.#forgotten) {
      this.#found.set(name, { until: endedAt + Math.min(restFactor * tookMs, longestRestMs), value });
    }
    return value;
  }
}
