import { CallerError, type Problem } from "#platform/errors.ts";

/** Not what is wrong with one region: who may not send may not by way of another, and both are in one database. */
const finalProblems: ReadonlySet<Problem> = new Set(["access-denied", "unavailable"]);

/** The regions that a call may be sent from, in the order in which they are asked to. */
export class Route {
  readonly #regions: readonly string[];
  readonly #main: string;

  /** `main`: the one whose refusal counts where all refuse. */
  constructor(regions: readonly string[], main: string) {
    this.#regions = regions;
    this.#main = main;
  }

  /** What one region refuses, because sending is paused there or what it is sent with is not there, the next one sends. */
  async send<Sent>(sendIn: (region: string) => Promise<Sent>): Promise<Sent> {
    const refusals = new Map<string, CallerError>();
    for (const region of this.#regions) {
      try {
        return await sendIn(region);
      } catch (error) {
        if (!(error instanceof CallerError) || finalProblems.has(error.problem)) throw error;
        refusals.set(region, error);
      }
    }
    throw refusals.get(this.#main) ?? new Error(`A call was to be sent from no region, not ${this.#main}.`);
  }
}
