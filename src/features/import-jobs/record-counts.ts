import type { Reading } from "./read-records.ts";

const mostTold = 10;

/** How many records a job has seen, and what was wrong with the first of those that failed. */
export class RecordCounts {
  #processed = 0;
  #failed = 0;
  readonly #told: string[] = [];

  get processed(): number {
    return this.#processed;
  }

  /** `faults`: by line, of those that were records. */
  add(readings: readonly Reading[], faults: ReadonlyMap<number, string | undefined>): void {
    for (const reading of readings) {
      const fault = "fault" in reading ? reading.fault : faults.get(reading.line);
      this.#processed += 1;
      if (fault === undefined) continue;
      this.#failed += 1;
      if (this.#told.length < mostTold) this.#told.push(`line ${reading.line}: ${fault}`);
    }
  }

  get progress() {
    const others = this.#failed - this.#told.length;
    const told = [...this.#told, ...(others > 0 ? [`and ${others} more`] : [])].join("; ");
    return {
      processed: this.#processed,
      failed: this.#failed,
      message: this.#failed === 0 ? undefined : `Records that were not imported: ${told}.`,
    };
  }
}
