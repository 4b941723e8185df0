import { setImmediate as turn } from "node:timers/promises";
import {
  type Deliveries,
  type DeliveryState,
  type MessageSearchStore,
  type StandingStore,
  type StoredMessage,
} from "#features/delivery/index.ts";
import type { Events, EventType, KeptEvent } from "#features/events/index.ts";
import { CallerError } from "#platform/errors.ts";
import { lowerCase } from "#platform/lower-case.ts";
import type { Owner } from "#platform/owner.ts";
import { type Page, type PageRequest, readSearchPage } from "#platform/paging.ts";
import type { EventMailObject } from "./event-mail.ts";
import { provingOperation } from "./send-request.ts";

/** A message that was accepted, and where it stands. */
interface ListedMessage {
  readonly id: string;
  readonly createdAt: number;
  readonly configurationSet: string | undefined;
  readonly archive: string | undefined;
  readonly mail: EventMailObject;
  /** Of its deliveries the least happy; undefined: it was not to be delivered to anybody. */
  readonly state: DeliveryState["is"] | undefined;
  /** The types of its events, the latest first. */
  readonly events: readonly EventType[];
}

/** What a message must have to be listed: parts of texts, in any letter case (of ASCII), the rest as it is. */
export interface MessageFilter {
  readonly id?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly subject?: string | undefined;
  readonly configurationSet?: string | undefined;
  readonly tenant?: string | undefined;
  /** An ARN. */
  readonly archive?: string | undefined;
  readonly tag?: { readonly name: string; readonly value: string } | undefined;
  /** Milliseconds since 1970: accepted then or later. */
  readonly since?: number | undefined;
  /** Accepted earlier. */
  readonly until?: number | undefined;
  readonly state?: DeliveryState["is"] | undefined;
  /** It has had one of this type. */
  readonly event?: EventType | undefined;
}

/** The least happy first: what one is told of a message whose deliveries went different ways. */
const states = ["failed", "uncertain", "queued", "delivered"] as const;

/** A message with what is told of it. */
export interface SentMessage extends Omit<StoredMessage, "content"> {
  readonly report: NonNullable<StoredMessage["report"]>;
  readonly mail: EventMailObject;
  readonly sizeBytes: number;
  /** As it was before it was signed. Throws `access-denied` where reading it proves that a mailbox is one's own. */
  content(): Uint8Array;
}

type SentDeliveries = Pick<Deliveries, "message" | "ofMessage" | "attemptsOf">;

/** A page ends after so many messages were looked at, found or not: its reader may go on from there. */
const mostLookedAt = 20_000;
const lookedAtOnce = 500;
/** Of those that are all shown there is more to be read, and others are to have their turns. */
const shownAtOnce = 200;

/** What became of messages that were accepted. */
export class SentMessages {
  readonly #deliveries: SentDeliveries;
  readonly #events: Pick<Events, "ofMessage" | "typesOf">;
  readonly #search: Pick<MessageSearchStore, "search">;
  readonly #standing: Pick<StandingStore, "of">;

  constructor(parts: {
    deliveries: SentDeliveries;
    events: Pick<Events, "ofMessage" | "typesOf">;
    search: Pick<MessageSearchStore, "search">;
    standing: Pick<StandingStore, "of">;
  }) {
    this.#deliveries = parts.deliveries;
    this.#events = parts.events;
    this.#search = parts.search;
    this.#standing = parts.standing;
  }

  /** Undefined where there is none; those that the service itself sent are nobody's. */
  async find(
    owner: Owner,
    messageId: string,
  ): Promise<(SentMessage & { readonly events: readonly KeptEvent[] }) | undefined> {
    const message = await this.message(owner, messageId);
    return message && { ...message, events: await this.#events.ofMessage(owner, messageId) };
  }

  async message(owner: Owner, messageId: string): Promise<SentMessage | undefined> {
    const message = await this.#deliveries.message({ owner, messageId });
    if (message?.report === undefined) return undefined;
    const { content, report, ...rest } = message;
    const mail = report.mail as EventMailObject;
    return { ...rest, report, mail, sizeBytes: content.length, content: () => shownTo(mail, content) };
  }

  /**
   * The newest first. A page with a filter may have fewer messages than asked for, or none, and yet not be the last. Throws
   * `bad-request` for a page that cannot be.
   */
  async list(owner: Owner, filter: MessageFilter, page: PageRequest): Promise<Page<ListedMessage>> {
    const { from, to, subject, tag, state, event, ...rest } = filter;
    const texts = [from, to, subject, tag?.name, tag?.value].filter((text) => text !== undefined);
    const others = [rest.configurationSet, rest.tenant, state, event];
    const narrows = texts.length > 0 || others.some((other) => other !== undefined);
    return await readSearchPage(page, {
      name: "messages",
      positionOf: ({ id }) => id,
      mostLookedAt,
      lookedAtOnce: (wanted) => (narrows ? lookedAtOnce : Math.min(wanted, shownAtOnce)),
      read: async (stretch) => {
        await turn();
        const { found, reached } = await this.#search.search(owner, { ...rest, texts }, stretch);
        const listed = found.map((message) => ({ ...message, mail: message.mail as EventMailObject }));
        const meant = listed.filter(({ mail }) => isMeant(mail, filter));
        const standing = await this.#withStanding(owner, meant);
        return { items: standing.filter((message) => stands(message, filter)), reached };
      },
    });
  }

  async #withStanding(owner: Owner, messages: readonly Omit<ListedMessage, "state" | "events">[]) {
    const ids = messages.map(({ id }) => id);
    const [standing, types] = await Promise.all([
      this.#standing.of(owner, ids),
      this.#events.typesOf(owner, ids),
    ]);
    return messages.map((message) => ({
      ...message,
      state: states.find((state) => standing.get(message.id)?.includes(state)),
      events: types.get(message.id) ?? [],
    }));
  }

  /** Where a message stands with each domain it goes to, and every attempt with its whole conversation. */
  async deliveriesOf(owner: Owner, messageId: string) {
    const deliveries = await this.#deliveries.ofMessage(owner, messageId);
    return await Promise.all(
      deliveries.map(async (delivery) => ({
        ...delivery,
        tries: await this.#deliveries.attemptsOf(delivery),
      })),
    );
  }
}

function shownTo({ tags }: EventMailObject, content: Uint8Array): Uint8Array {
  if (tags["ses:operation"]?.includes(provingOperation) !== true) return content;
  throw new CallerError(
    "access-denied",
    "The message holds the link that proves an address: nobody is shown it but who gets it.",
  );
}

function isMeant(mail: EventMailObject, { from, to, subject, tag }: MessageFilter): boolean {
  return (
    mail.commonHeaders.from.some((author) => has(author, from)) &&
    (to === undefined || mail.destination.some((address) => has(address, to))) &&
    has(mail.commonHeaders.subject ?? "", subject) &&
    (tag === undefined ||
      (Object.hasOwn(mail.tags, tag.name) && mail.tags[tag.name]?.includes(tag.value) === true))
  );
}

function stands(message: ListedMessage, { state, event }: MessageFilter): boolean {
  return (
    (state === undefined || message.state === state) &&
    (event === undefined || message.events.includes(event))
  );
}

function has(text: string, part: string | undefined): boolean {
  return part === undefined || lowerCase(text).includes(lowerCase(part));
}
