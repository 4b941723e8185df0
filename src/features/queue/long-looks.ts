import { minuteMs, secondMs } from "#platform/clock.ts";
import { SharedLooks } from "#platform/shared-looks.ts";

/** What a look found rests for so many times what it took: pages that are left open cost a fifth of a core at most, however long the queue. */
const restFactor = 4;
const longestRestMs = minuteMs;
/** What takes less is looked at anew each time. */
const shortLookMs = secondMs;

interface Found<Value> {
  readonly until: number;
  readonly value: Value;
}

/** Shared looks of which those that took long are not begun anew for a while: what they found is answered again. */
export class LongLooks<Value> {
  readonly #looks = new SharedLooks<Value>();
  readonly #found = new Map<string, Found<Value>>();
  /** How often it was told to forget: what was begun before is not kept. */
  #forgotten = 0;
  readonly #elapsedMs: () => number;

  constructor({ elapsedMs = () => performance.now() }: { readonly elapsedMs?: () => number } = {}) {
    this.#elapsedMs = elapsedMs;
  }

  /** Rejects with what the look failed with. */
  async get(name: string, look: () => Promise<Value>): Promise<Value> {
    const found = this.#lately(name);
    if (found !== undefined) return found.value;
    return await this.#looks.get(name, async () => {
      // The look before may have taken long.
      const lately = this.#lately(name);
      return lately === undefined ? await this.#timed(name, look) : lately.value;
    });
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
