import type { ConfigurationSets } from "#features/configuration-sets/index.ts";
import type { Topics } from "#features/topics/index.ts";
import type { Clock } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import type { EventDestination } from "./event-destination.ts";
import type { EventDestinationStore } from "./store.ts";

export type { DestinationTarget, EventDestination } from "./event-destination.ts";
export { EventDestinationStore } from "./store.ts";

/** SES's limit for one set. */
const mostDestinations = 10;
const longestName = 64;

/** Where the events of a configuration set's messages go. */
export class EventDestinations {
  readonly #store: EventDestinationStore;
  readonly #configurationSets: ConfigurationSets;
  readonly #topics: Topics;
  readonly #clock: Clock;

  constructor(parts: {
    store: EventDestinationStore;
    configurationSets: ConfigurationSets;
    topics: Topics;
    clock: Clock;
  }) {
    this.#store = parts.store;
    this.#configurationSets = parts.configurationSets;
    this.#topics = parts.topics;
    this.#clock = parts.clock;
  }

  /** Throws `not-found` (set), `already-exists`, `limit-exceeded`, `bad-request`. */
  async create(owner: Owner, destination: EventDestination): Promise<void> {
    await this.#check(owner, destination);
    await this.#store.write([
      this.#configurationSets.changeRequiringExistence(owner, destination.configurationSet),
      ...this.#store.insert(owner, destination, { at: this.#clock.now(), most: mostDestinations }),
    ]);
    await this.#topics.announceValidation(owner, destination.target.topicArn);
  }

  /** Throws `not-found` (set), `bad-request`. */
  async list(owner: Owner, configurationSet: string): Promise<EventDestination[]> {
    await this.#configurationSets.get(owner, configurationSet);
    return await this.#store.ofSet(owner, configurationSet);
  }

  /** Throws `not-found` (set or destination), `bad-request`. */
  async update(owner: Owner, destination: EventDestination): Promise<void> {
    await this.#check(owner, destination);
    await this.#store.write([
      this.#configurationSets.changeRequiringExistence(owner, destination.configurationSet),
      this.#store.replace(owner, destination),
    ]);
  }

  /** Throws `not-found` (set or destination). */
  async remove(owner: Owner, configurationSet: string, name: string): Promise<void> {
    await this.#store.write([
      this.#configurationSets.changeRequiringExistence(owner, configurationSet),
      this.#store.remove(owner, configurationSet, name),
    ]);
  }

  /** For who deletes the set. */
  changesToRemoveAll(owner: Owner, configurationSet: string) {
    return [this.#store.removeAll(owner, configurationSet)];
  }

  /** Of a set that may not be there. */
  async ofSet(owner: Owner, configurationSet: string): Promise<readonly EventDestination[]> {
    return await this.#store.ofSet(owner, configurationSet);
  }

  async #check(owner: Owner, { name, types, target }: EventDestination): Promise<void> {
    if (name.length > longestName) {
      throw refusal(
        "EventDestinationName",
        `Event destination name cannot exceed ${longestName} characters.`,
      );
    }
    if (!/^[A-Za-z0-9_-]+$/.test(name)) {
      throw refusal(
        "EventDestinationName",
        "Event destination names have letters, digits, hyphens and underscores only.",
      );
    }
    if (types.length === 0) {
      throw refusal("EventDestination.MatchingEventTypes", "At least one event type must be specified.");
    }
    if (!(await this.#topics.exists(owner, target.topicArn))) {
      throw refusal("EventDestination.SnsDestination.TopicArn", `SNS topic <${target.topicArn}> not found.`);
    }
  }
}

function refusal(path: string, message: string): CallerError {
  return new CallerError("bad-request", message, [{ path, message }]);
}
