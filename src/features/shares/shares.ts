import type { Announcements } from "#platform/announcements.ts";
import { type Clock, secondMs } from "#platform/clock.ts";
import { newId } from "#platform/ids.ts";
import type { Log } from "#platform/log.ts";
import type { Random } from "#platform/random.ts";
import type { Shared } from "./share.ts";
import type { HolderStore } from "./store.ts";

const heldForMs = 30 * secondMs;
const lookedAtEveryMs = 10 * secondMs;

/**
 * Processes that share a database share what there may be only so much of: connections to a provider or a smart host, questions to a name
 * server. Who has much to do there holds it, and its holders part it evenly; who has little asks nobody. One that comes is announced, so
 * the others make room at once; one that dies is forgotten after half a minute.
 */
export class Shares implements AsyncDisposable {
  readonly #store: HolderStore;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #holder: string;
  readonly #held = new Map<string, Shared>();
  readonly #hearing: Disposable;
  readonly #stopping = new AbortController();
  #watching: Promise<void> | undefined;

  constructor(parts: {
    readonly store: HolderStore;
    readonly announcements: Announcements;
    readonly clock: Clock;
    readonly random: Random;
    readonly log: Log;
  }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#holder = newId("nod", parts.clock.now(), parts.random);
    this.#hearing = parts.announcements.hear("mail-sites", (about) => {
      const meant = [...this.#held.keys()].filter((name) => about === undefined || name === about);
      if (meant.length > 0) void this.#look(meant);
    });
  }

  /** There is much to do. Who else has that is told to it by `share`. */
  hold(thing: Shared): void {
    if (this.#held.get(thing.name) === thing || this.#stopping.signal.aborted) return;
    this.#held.set(thing.name, thing);
    void this.#join(thing);
    this.#watching ??= this.#watch();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    this.#hearing[Symbol.dispose]();
    await this.#watching;
    await this.#leave([...this.#held.values()]);
  }

  async #join({ name }: Shared): Promise<void> {
    const until = this.#clock.now() + heldForMs;
    await this.#try(async () => {
      const held = this.#store.hold({ name, holder: this.#holder }, until);
      // Hearing of it, we look who else there is, as the others do.
      await this.#store.write([held, { topic: "mail-sites", about: name }]);
    });
  }

  async #look(names: readonly string[]): Promise<void> {
    await this.#try(async () => {
      const holders = await this.#store.holdersOf(names, this.#clock.now());
      const byName = Map.groupBy(holders, ({ name }) => name);
      for (const name of names) {
        const all = byName.get(name) ?? [];
        const place = all.findIndex(({ holder }) => holder === this.#holder);
        if (place !== -1) this.#held.get(name)?.share({ place, among: all.length });
      }
    });
  }

  /** Holds on to what is still in use, and lets go of the rest. */
  async #watch(): Promise<void> {
    while (this.#held.size > 0) {
      await this.#clock.sleep(lookedAtEveryMs, this.#stopping.signal).catch(() => {});
      if (this.#stopping.signal.aborted) return;
      await this.#leave([...this.#held.values()].filter((thing) => !thing.isBusy));
      const until = this.#clock.now() + heldForMs;
      const kept = [...this.#held.keys()];
      await this.#try(async () => {
        await this.#store.write([
          ...kept.map((name) => this.#store.hold({ name, holder: this.#holder }, until)),
          this.#store.removeExpired(this.#clock.now()),
        ]);
      });
      await this.#look(kept);
    }
    this.#watching = undefined;
  }

  async #leave(things: readonly Shared[]): Promise<void> {
    if (things.length === 0) return;
    for (const thing of things) {
      this.#held.delete(thing.name);
      thing.share(undefined);
    }
    await this.#try(async () => {
      await this.#store.write(
        things.flatMap(({ name }) => [
          this.#store.leave({ name, holder: this.#holder }),
          { topic: "mail-sites" as const, about: name },
        ]),
      );
    });
  }

  /** Whoever cannot be asked now is asked at the next look; until then things stay as they were. */
  async #try(act: () => Promise<void>): Promise<void> {
    await act().catch((error: unknown) => {
      this.#log.warn({ err: error }, "What processes share could not be looked up.");
    });
  }
}
