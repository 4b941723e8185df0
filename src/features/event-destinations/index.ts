import type { AwsServices } from "#features/aws-services/index.ts";
import type { ConfigurationSets } from "#features/configuration-sets/index.ts";
import type { Topics } from "#features/topics/index.ts";
import type { Clock } from "#platform/clock.ts";
import { badRequest } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import type { DestinationTarget, EventDestination } from "./event-destination.ts";
import type { EventDestinationStore } from "./store.ts";
import { arnOf, checkTarget, invalidTarget } from "./target-rules.ts";

export type { DestinationTarget, EventDestination, MetricDimension } from "./event-destination.ts";
export { EventDestinationStore } from "./store.ts";
export { arnOf } from "./target-rules.ts";

/** SES's limit for one set. */
const mostDestinations = 10;
const longestName = 64;
/** What SNS is tried with, in SES's words. */
const validation = "Successfully validated SNS topic for Amazon SES event publishing.";

/** Where the events of a configuration set's messages go. */
export class EventDestinations {
  readonly #store: EventDestinationStore;
  readonly #configurationSets: ConfigurationSets;
  readonly #topics: Topics;
  readonly #aws: AwsServices;
  readonly #clock: Clock;

  constructor(parts: {
    store: EventDestinationStore;
    configurationSets: ConfigurationSets;
    topics: Topics;
    aws: AwsServices;
    clock: Clock;
  }) {
    this.#store = parts.store;
    this.#configurationSets = parts.configurationSets;
    this.#topics = parts.topics;
    this.#aws = parts.aws;
    this.#clock = parts.clock;
  }

  /** Throws `unknown-configuration-set`, `already-exists`, `limit-exceeded`, `bad-request`, `invalid-event-target`. */
  async create(owner: Owner, destination: EventDestination): Promise<void> {
    await this.#check(owner, destination);
    await this.#store.write([
      this.#configurationSets.changeRequiringExistence(owner, destination.configurationSet),
      ...this.#store.insert(owner, destination, { at: this.#clock.now(), most: mostDestinations }),
    ]);
    if (destination.target.kind === "sns") {
      await this.#topics.announce(owner, destination.target.topicArn, validation);
    }
  }

  /** Throws `unknown-configuration-set`, `bad-request`. */
  async list(owner: Owner, configurationSet: string): Promise<EventDestination[]> {
    await this.#configurationSets.get(owner, configurationSet);
    return await this.#store.ofSet(owner, configurationSet);
  }

  /** Throws `unknown-configuration-set`, `not-found`, `bad-request`, `invalid-event-target`. */
  async update(owner: Owner, destination: EventDestination): Promise<void> {
    await this.#check(owner, destination);
    await this.#store.write([
      this.#configurationSets.changeRequiringExistence(owner, destination.configurationSet),
      ...this.#store.replace(owner, destination),
    ]);
  }

  /** Throws `unknown-configuration-set`, `not-found`. */
  async remove(owner: Owner, configurationSet: string, name: string): Promise<void> {
    await this.#store.write([
      this.#configurationSets.changeRequiringExistence(owner, configurationSet),
      ...this.#store.remove(owner, configurationSet, name),
    ]);
  }

  /** For who deletes the set. */
  changesToRemoveAll(owner: Owner, configurationSet: string) {
    return this.#store.removeAll(owner, configurationSet);
  }

  /** Undefined: it is not there, or not any more. */
  async find(owner: Owner, configurationSet: string, name: string): Promise<EventDestination | undefined> {
    const all = await this.#store.ofSet(owner, configurationSet);
    return all.find((destination) => destination.name === name);
  }

  /** Of a set that may not be there. */
  async ofSet(owner: Owner, configurationSet: string): Promise<readonly EventDestination[]> {
    return await this.#store.ofSet(owner, configurationSet);
  }

  async #check(owner: Owner, { name, types, target }: EventDestination): Promise<void> {
    if (name.length > longestName) {
      throw badRequest(
        "EventDestinationName",
        `Event destination name cannot exceed ${longestName} characters.`,
      );
    }
    if (!/^[A-Za-z0-9_-]+$/.test(name)) {
      throw badRequest(
        "EventDestinationName",
        "Event destination names have letters, digits, hyphens and underscores only.",
      );
    }
    if (types.length === 0) {
      throw badRequest("EventDestination.MatchingEventTypes", "At least one event type must be specified.");
    }
    checkTarget(target);
    await this.#requireTarget(owner, target);
  }

  /** A topic of Signet's own, or something of AWS that the operator lets events out to. A topic there is tried at once, as SES does. */
  async #requireTarget(owner: Owner, target: DestinationTarget): Promise<void> {
    const arn = arnOf(owner, target);
    if (target.kind === "sns" && (await this.#topics.exists(owner, arn))) return;
    if (!this.#aws.permits(arn)) {
      throw target.kind === "sns"
        ? invalidTarget("EventDestination.SnsDestination.TopicArn", `SNS topic <${arn}> not found.`)
        : invalidTarget(
            "EventDestination",
            `The operator lets no events out to <${arn}> (SIGNET_AWS_EVENTS).`,
          );
    }
    if (target.kind !== "sns") return;
    const posted = await this.#aws.publish(arn, { message: validation });
    if (posted.kind === "answered" && posted.status < 300) return;
    const reason = posted.kind === "answered" ? posted.body : posted.reason;
    throw posted.kind === "answered" && posted.status === 404
      ? invalidTarget("EventDestination.SnsDestination.TopicArn", `SNS topic <${arn}> not found.`)
      : invalidTarget(
          "EventDestination.SnsDestination.TopicArn",
          `SNS topic <${arn}> cannot be published to: ${reason.slice(0, 300)}`,
        );
  }
}
