import { getDomain } from "tldts";
import type { Clock } from "#platform/clock.ts";
import { Places } from "#platform/places.ts";
import { NoRoom } from "./transport.ts";

/** Of all places, how many messages may wait for what is asked of their domains: what is known need not be waited for. */
const share = 1 / 4;
/** Of all places, how many may wait for what is asked of one zone, under which everybody may have any number of names. */
const zoneShare = 1 / 16;

/** Places for messages of whose domain something is to be found out. Who is asked may take its time, whatever their mail servers do. */
export class DomainPlaces {
  readonly #all: Places;
  readonly #ofZones: Places;

  constructor({ places, clock }: { places: number; clock: Clock }) {
    this.#all = new Places({ clock, most: () => places * share });
    this.#ofZones = new Places({ clock, most: () => places * zoneShare });
  }

  /** Until it is disposed of. Throws `NoRoom`. */
  enter(domain: string): Disposable {
    const zone = getDomain(domain) ?? domain;
    const until = this.#ofZones.fullUntil(zone) ?? this.#all.fullUntil("all");
    if (until !== undefined) throw new NoRoom(until);
    const places = new DisposableStack();
    places.use(this.#ofZones.take(zone));
    places.use(this.#all.take("all"));
    return places;
  }
}
