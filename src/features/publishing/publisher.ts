import { type ClaimedPublication, type Events, eventRecord, type KeptEvent } from "#features/events/index.ts";
import type { Topics } from "#features/topics/index.ts";
import type { Webhooks } from "#features/webhooks/index.ts";
import type { Clock } from "#platform/clock.ts";
import { Unavailable } from "#platform/errors.ts";
import { leaseLostOrThrow } from "#platform/lease-lost.ts";
import type { Owner } from "#platform/owner.ts";
import { Places } from "#platform/places.ts";
import type { Posted } from "#protocols/http/guarded-request.ts";
import { type AwsTeller, subject } from "./aws-teller.ts";
import { Rests } from "./rests.ts";

const places = 64;
/** One that does not answer is not to take everybody's places. */
const mostOfTarget = 8;
/**
 * Nor is an account with many of them. It has three for each that is free, so two thirds while it is alone, and fewer as others come; the
 * last ones are for accounts that have none.
 */
const placesForEachFree = 3;
const placesOfNewcomers = places / 8;

export interface SentMail {
  /** The `mail` object of a message's events. */
  mailOf(owner: Owner, messageId: string): Promise<Readonly<Record<string, unknown>> | undefined>;
}

interface Told {
  readonly event: KeptEvent;
  readonly mail: Readonly<Record<string, unknown>>;
  /** SES's record of the event, as JSON. */
  readonly record: string;
}

const whyResting = "It waits: other events could not be told here a short while ago.";
const whyFull = "It waits while others are told.";
const whyFaulty = "It could not be told; the service's log says why.";

type PublicationEnd = "told" | "not-told" | "given-up" | "put-off" | "lease-lost";

const ends = { published: "told", queued: "not-told", failed: "given-up" } as const;

/** Tells those who asked to be told, one event at a time. */
export class Publisher {
  readonly concurrency = places;
  readonly #events: Pick<Events, "find" | "giveUp" | "putOff" | "record">;
  readonly #topics: Pick<Topics, "notifyById">;
  readonly #webhooks: Pick<Webhooks, "notify">;
  readonly #aws: Pick<AwsTeller, "tell">;
  readonly #mail: SentMail;
  readonly #clock: Clock;
  readonly #ofTargets: Places;
  readonly #ofAccounts: Places;
  readonly #rests: Rests;

  constructor(parts: {
    events: Pick<Events, "find" | "giveUp" | "putOff" | "record">;
    topics: Pick<Topics, "notifyById">;
    webhooks: Pick<Webhooks, "notify">;
    awsTeller: Pick<AwsTeller, "tell">;
    mail: SentMail;
    clock: Clock;
  }) {
    this.#events = parts.events;
    this.#topics = parts.topics;
    this.#webhooks = parts.webhooks;
    this.#aws = parts.awsTeller;
    this.#mail = parts.mail;
    this.#clock = parts.clock;
    this.#rests = new Rests({ clock: parts.clock, patience: mostOfTarget });
    this.#ofTargets = new Places({ clock: parts.clock, most: () => mostOfTarget });
    this.#ofAccounts = new Places({
      clock: parts.clock,
      most: (taken) => Math.max(1, placesForEachFree * (places - placesOfNewcomers - taken)),
    });
  }

  /** Tries once, and records what came of it. */
  async attempt(claim: ClaimedPublication): Promise<PublicationEnd> {
    const id = nameOf(claim);
    try {
      const rest = this.#rests.of(id);
      // A few are tried after each rest: of more than that, the others would be put off for ever.
      if (rest?.isLongest === true && this.#clock.now() >= claim.expiresAt) {
        await this.#events.giveUp(
          claim,
          "It is given up: its time is over, and nothing was taken here of late.",
        );
        return "given-up";
      }
      const until = rest?.until ?? this.#fullUntil(claim, id);
      if (until !== undefined) {
        await this.#events.putOff(claim, until, rest === undefined ? whyFull : whyResting);
        return "put-off";
      }
      using _target = this.#ofTargets.take(id);
      using _account = this.#ofAccounts.take(claim.owner.account);
      const since = this.#clock.now();
      const outcome = await this.#tell(claim).catch(
        async (error: unknown) => await this.#noteFault(claim, error),
      );
      if (outcome.wasAsked && outcome.told) this.#rests.answered(id);
      else if (outcome.wasAsked) this.#rests.failed(id, since);
      return ends[await this.#events.record(claim, outcome)];
    } catch (error) {
      return leaseLostOrThrow(error);
    }
  }

  /** `wasAsked`: only then does it say anything of whoever was to be told. */
  async #tell(claim: ClaimedPublication): Promise<{ told: boolean; answer: string; wasAsked: boolean }> {
    const [event, mail] = await Promise.all([
      this.#events.find(claim),
      this.#mail.mailOf(claim.owner, claim.messageId),
    ]);
    if (event === undefined || mail === undefined) return settled("The message is no longer there.");
    const posted = await this.#post(claim, { event, mail, record: JSON.stringify(eventRecord(mail, event)) });
    if (posted === undefined)
      return settled("Whoever was to be told is no longer there, or wants to be told no more.");
    return { told: isTaken(posted), answer: answerOf(posted), wasAsked: true };
  }

  /** What failed for no fault of the endpoint's may fail so each time. It has its time to be told, as any other, and not one lease after the next. */
  async #noteFault(claim: ClaimedPublication, error: unknown): Promise<never> {
    if (!(error instanceof Unavailable)) {
      await this.#events.record(claim, { told: false, answer: whyFaulty });
    }
    throw error;
  }

  async #post({ owner, target, eventId }: ClaimedPublication, told: Told): Promise<Posted | undefined> {
    switch (target.kind) {
      case "webhook":
        return await this.#webhooks.notify(owner, target.id, { id: eventId, body: told.record });
      case "subscription":
        return await this.#topics.notifyById(owner, target.id, {
          id: eventId,
          at: told.event.at,
          message: told.record,
          subject,
        });
      case "destination":
        return await this.#aws.tell(owner, target.id, told);
    }
  }

  #fullUntil({ owner }: ClaimedPublication, target: string): number | undefined {
    return this.#ofTargets.fullUntil(target) ?? this.#ofAccounts.fullUntil(owner.account);
  }
}

/** There is nothing to be told any more, or nobody. */
function settled(answer: string) {
  return { told: true, answer, wasAsked: false };
}

/** A destination's id is its own only within its account and region. */
function nameOf({ owner, target }: ClaimedPublication): string {
  return `${owner.account}/${owner.region}/${target.id}`;
}

function isTaken(posted: Posted): boolean {
  return posted.kind === "answered" && posted.status >= 200 && posted.status < 300;
}

function answerOf(posted: Posted): string {
  return posted.kind === "answered"
    ? `${posted.status} ${posted.body.slice(0, 200)}`.trimEnd()
    : posted.reason;
}
