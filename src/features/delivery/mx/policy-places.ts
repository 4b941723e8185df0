import { getDomain } from "tldts";
import { NotNow } from "#features/delivery/transport.ts";
import type { Clock } from "#platform/clock.ts";
import { Places } from "#platform/places.ts";

/** Of all places, how many messages may wait for policies: known ones need no waiting for. */
const policiesShare = 1 / 4;
/** Of all places, how many may wait for policies of one zone, under which everybody may have any number of names. */
const zoneShare = 1 / 16;

/** Places for messages whose domain's policy is not known. Its server may take its time, whatever their mail servers do. */
export class PolicyPlaces {
  readonly #all: Places;
  readonly #ofZones: Places;

  constructor({ places, clock }: { places: number; clock: Clock }) {
    this.#all = new Places({ clock, most: () => places * policiesShare });
    this.#ofZones = new Places({ clock, most: () => places * zoneShare });
  }

  /** Until it is disposed of. Throws `NotNow`. */
  enter(domain: string): Disposable {
    const zone = getDomain(domain) ?? domain;
    const until = this.#ofZones.fullUntil(zone) ?? this.#all.fullUntil("all");
    if (until !== undefined) throw new NotNow(until);
    const places = new DisposableStack();
    places.use(this.#ofZones.take(zone));
    places.use(this.#all.take("all"));
    return places;
  }
}
