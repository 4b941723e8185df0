import type { EventDestination, EventDestinations } from "#features/event-destinations/index.ts";
import type { Audiences, EventType, PublicationTarget } from "#features/events/index.ts";
import type { Topics } from "#features/topics/index.ts";
import type { Webhooks } from "#features/webhooks/index.ts";
import type { Announcements } from "#platform/announcements.ts";
import type { Clock } from "#platform/clock.ts";
import { nameOf, type Owner } from "#platform/owner.ts";
import { Recent } from "#platform/recent.ts";
import { AwsTeller } from "./aws-teller.ts";

interface Listener {
  readonly types: readonly EventType[];
  readonly target: PublicationTarget;
}

/** Who is to be told of an event: everybody behind the enabled destinations of its configuration set, and the account's webhooks. */
export class ConfiguredAudiences implements Audiences {
  readonly #destinations: () => EventDestinations;
  readonly #topics: Topics;
  readonly #webhooks: Webhooks;
  /** For each configuration set. */
  readonly #listeners: Recent<readonly Listener[]>;

  constructor(parts: {
    destinations: () => EventDestinations;
    topics: Topics;
    webhooks: Webhooks;
    announcements: Announcements;
    clock: Clock;
  }) {
    this.#destinations = parts.destinations;
    this.#topics = parts.topics;
    this.#webhooks = parts.webhooks;
    this.#listeners = new Recent(parts);
    // A topic or a webhook may be for every set of its owner.
    parts.announcements.hear("event-audiences", (owner) => {
      if (owner === undefined) this.#listeners.forget(undefined);
      else this.#listeners.forgetWhere((name) => name.startsWith(`${owner}/`));
    });
  }

  async targetsOf(
    owner: Owner,
    configurationSet: string | undefined,
    type: EventType,
  ): Promise<readonly PublicationTarget[]> {
    const listeners = await this.#listeners.get(
      nameOf(owner, configurationSet ?? ""),
      async () => await this.#find(owner, configurationSet),
    );
    return listeners.filter(({ types }) => types.includes(type)).map(({ target }) => target);
  }

  async #find(owner: Owner, set: string | undefined): Promise<readonly Listener[]> {
    const [subscribed, webhooks] = await Promise.all([
      set === undefined ? [] : this.#subscribed(owner, set),
      this.#webhooks.list(owner),
    ]);
    const hooked = webhooks.filter(({ configurationSet }) => [undefined, set].includes(configurationSet));
    return [
      ...subscribed,
      ...hooked.map(({ id, types }) => ({ types, target: { kind: "webhook", id } as const })),
    ];
  }

  async #subscribed(owner: Owner, set: string): Promise<readonly Listener[]> {
    const destinations = await this.#destinations().ofSet(owner, set);
    const found = await Promise.all(
      destinations
        .filter(({ enabled }) => enabled)
        .map(async (destination) => {
          const targets = await this.#targetsOf(owner, destination);
          return targets.map((target) => ({ types: destination.types, target }));
        }),
    );
    return found.flat();
  }

  /** A topic of our own is told by telling its subscribers; what is AWS's, as a whole. */
  async #targetsOf(owner: Owner, destination: EventDestination): Promise<readonly PublicationTarget[]> {
    const { target } = destination;
    if (target.kind !== "sns" || !(await this.#topics.exists(owner, target.topicArn))) {
      return [{ kind: "destination", id: AwsTeller.idOf(destination) }];
    }
    const subscriptions = await this.#topics.confirmedOf(owner, target.topicArn);
    return subscriptions.map(({ id }) => ({ kind: "subscription", id }));
  }
}
