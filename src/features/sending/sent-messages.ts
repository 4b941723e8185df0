import { setImmediate as turn } from "node:timers/promises";
import { type Deliveries, lowerCase, type MessageSearchStore } from "#features/delivery/index.ts";
import type { Events, KeptEvent } from "#features/events/index.ts";
import type { Owner } from "#platform/owner.ts";
import { type Page, type PageRequest, readSearchPage } from "#platform/paging.ts";
import type { EventMailObject } from "./event-mail.ts";

/** A message that was accepted. */
interface ListedMessage {
  readonly id: string;
  readonly createdAt: number;
  readonly configurationSet: string | undefined;
  readonly archive: string | undefined;
  readonly mail: EventMailObject;
}

/** What a message must have to be listed: parts of texts, in any letter case (of ASCII), the rest as it is. */
export interface MessageFilter {
  readonly id?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly subject?: string | undefined;
  readonly configurationSet?: string | undefined;
  /** An ARN. */
  readonly archive?: string | undefined;
  readonly tag?: { readonly name: string; readonly value: string } | undefined;
  /** Milliseconds since 1970: accepted then or later. */
  readonly since?: number | undefined;
  /** Accepted earlier. */
  readonly until?: number | undefined;
}

type SentDeliveries = Pick<Deliveries, "message" | "ofMessage" | "attemptsOf">;

/** A page ends after so many messages were looked at, found or not: its reader may go on from there. */
const mostLookedAt = 20_000;
const lookedAtOnce = 500;

/** What became of messages that were accepted. */
export class SentMessages {
  readonly #deliveries: SentDeliveries;
  readonly #events: Pick<Events, "ofMessage">;
  readonly #search: MessageSearchStore;

  constructor(parts: {
    deliveries: SentDeliveries;
    events: Pick<Events, "ofMessage">;
    search: MessageSearchStore;
  }) {
    this.#deliveries = parts.deliveries;
    this.#events = parts.events;
    this.#search = parts.search;
  }

  async find(
    owner: Owner,
    messageId: string,
  ): Promise<
    | { readonly mail: EventMailObject; readonly createdAt: number; readonly events: readonly KeptEvent[] }
    | undefined
  > {
    const message = await this.#deliveries.message({ owner, messageId });
    if (message?.report === undefined) return undefined;
    const events = await this.#events.ofMessage(owner, messageId);
    return { mail: message.report.mail as EventMailObject, createdAt: message.createdAt, events };
  }

  /** The message itself, as it was before it was signed; undefined where there is none. */
  async source(owner: Owner, messageId: string): Promise<Uint8Array | undefined> {
    const message = await this.#deliveries.message({ owner, messageId });
    return message?.report === undefined ? undefined : message.content;
  }

  /**
   * The newest first. A page with a filter may have fewer messages than asked for, or none, and yet not be the last. Throws
   * `bad-request` for a page that cannot be.
   */
  async list(owner: Owner, filter: MessageFilter, page: PageRequest): Promise<Page<ListedMessage>> {
    const { from, to, subject, tag, ...rest } = filter;
    const texts = [from, to, subject, tag?.name, tag?.value].filter((text) => text !== undefined);
    return await readSearchPage(page, {
      name: "messages",
      positionOf: ({ id }) => id,
      mostLookedAt,
      lookedAtOnce: (wanted) => (texts.length === 0 ? wanted : lookedAtOnce),
      read: async (stretch) => {
        await turn();
        const { found, reached } = await this.#search.search(owner, { ...rest, texts }, stretch);
        const listed = found.map((message) => ({ ...message, mail: message.mail as EventMailObject }));
        return { items: listed.filter(({ mail }) => isMeant(mail, filter)), reached };
      },
    });
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

function isMeant(mail: EventMailObject, { from, to, subject, tag }: MessageFilter): boolean {
  return (
    has(mail.source, from) &&
    (to === undefined || mail.destination.some((address) => has(address, to))) &&
    has(mail.commonHeaders.subject ?? "", subject) &&
    (tag === undefined ||
      (Object.hasOwn(mail.tags, tag.name) && mail.tags[tag.name]?.includes(tag.value) === true))
  );
}

function has(text: string, part: string | undefined): boolean {
  return part === undefined || lowerCase(text).includes(lowerCase(part));
}
