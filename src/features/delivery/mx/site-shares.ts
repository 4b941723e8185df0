import type { SiteHolderStore } from "#features/delivery/site-holders-store.ts";
import type { Announcements } from "#platform/announcements.ts";
import { type Clock, secondMs } from "#platform/clock.ts";
import { newId } from "#platform/ids.ts";
import type { Log } from "#platform/log.ts";
import type { Random } from "#platform/random.ts";
import type { Site } from "./site.ts";

const heldForMs = 30 * secondMs;
const lookedAtEveryMs = 10 * secondMs;

/**
 * Processes that share a database share the connections to each provider. Who has work for more than one of them at a site holds it, and
 * the holders of a site part its connections evenly; who has work for no more than one asks nobody. One that comes is announced, so the
 * others make room at once; one that dies is forgotten after half a minute.
 */
export class SiteShares implements AsyncDisposable {
  readonly #store: SiteHolderStore;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #holder: string;
  readonly #held = new Map<string, Site>();
  readonly #hearing: Disposable;
  readonly #stopping = new AbortController();
  #watching: Promise<void> | undefined;

  constructor(parts: {
    readonly store: SiteHolderStore;
    readonly announcements: Announcements;
    readonly clock: Clock;
    readonly random: Random;
    readonly log: Log;
  }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#holder = newId("nod", parts.clock.now(), parts.random);
    this.#hearing = parts.announcements.hear("mail-sites", (site) => {
      const meant = [...this.#held.keys()].filter((name) => site === undefined || name === site);
      if (meant.length > 0) void this.#look(meant);
    });
  }

  /** There is work for more than one connection. Until it is known who else has, there is one. */
  hold(site: Site): void {
    if (this.#held.get(site.name) === site || this.#stopping.signal.aborted) return;
    this.#held.set(site.name, site);
    void this.#join(site);
    this.#watching ??= this.#watch();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    this.#hearing[Symbol.dispose]();
    await this.#watching;
    await this.#leave([...this.#held.values()]);
  }

  async #join({ name }: Site): Promise<void> {
    const until = this.#clock.now() + heldForMs;
    await this.#try(async () => {
      const held = this.#store.hold({ site: name, holder: this.#holder }, until);
      // Hearing of it, we look who else there is, as the others do.
      await this.#store.write([held, { topic: "mail-sites", about: name }]);
    });
  }

  async #look(names: readonly string[]): Promise<void> {
    await this.#try(async () => {
      const holders = await this.#store.holdersOf(names, this.#clock.now());
      const bySite = Map.groupBy(holders, ({ site }) => site);
      for (const name of names) {
        const all = bySite.get(name) ?? [];
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
      const sites = [...this.#held.values()];
      await this.#leave(sites.filter((site) => !site.isBusy));
      const until = this.#clock.now() + heldForMs;
      const kept = [...this.#held.keys()];
      await this.#try(async () => {
        await this.#store.write([
          ...kept.map((site) => this.#store.hold({ site, holder: this.#holder }, until)),
          this.#store.removeExpired(this.#clock.now()),
        ]);
      });
      await this.#look(kept);
    }
    this.#watching = undefined;
  }

  async #leave(sites: readonly Site[]): Promise<void> {
    if (sites.length === 0) return;
    for (const site of sites) {
      this.#held.delete(site.name);
      site.share(undefined);
    }
    await this.#try(async () => {
      await this.#store.write(
        sites.flatMap(({ name }) => [
          this.#store.leave({ site: name, holder: this.#holder }),
          { topic: "mail-sites" as const, about: name },
        ]),
      );
    });
  }

  /** Whoever cannot be asked now is asked at the next look; until then things stay as they were. */
  async #try(act: () => Promise<void>): Promise<void> {
    await act().catch((error: unknown) => {
      this.#log.warn({ err: error }, "How connections to mail servers are shared could not be looked up.");
    });
  }
}
