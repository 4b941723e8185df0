import {
  type Deliveries,
  messageIdOfReturnPath,
  type ReturnPaths,
  type StoredMessage,
} from "#features/delivery/index.ts";
import type { Owner } from "#platform/owner.ts";
import { asCompared } from "#protocols/address/address.ts";
import type { FeedbackStore } from "./store.ts";

/** A message whose sender is told what becomes of it. */
export type Reported = StoredMessage & { readonly report: NonNullable<StoredMessage["report"]> };

/** What a report is about: a message, as it went to the recipients of a domain; undefined: to all of them. */
export interface Copy {
  readonly message: Reported;
  readonly domain: string | undefined;
}

interface Sent {
  readonly owner: Owner;
  readonly messageId: string;
  readonly domain: string | undefined;
}

/** Whom a message went to. */
export interface Recipients {
  readonly all: readonly string[];
  /** Who is meant in a report, which may be careless of the case of letters. */
  named(address: string): string | undefined;
}

/** Finds the messages that reports are about. */
export class ReportedMessages {
  readonly #store: Pick<FeedbackStore, "sent">;
  readonly #deliveries: Pick<Deliveries, "message" | "ofMessage">;
  readonly #returnPaths: ReturnPaths;

  constructor(parts: {
    readonly store: Pick<FeedbackStore, "sent">;
    readonly deliveries: Pick<Deliveries, "message" | "ofMessage">;
    readonly returnPaths: ReturnPaths;
  }) {
    this.#store = parts.store;
    this.#deliveries = parts.deliveries;
    this.#returnPaths = parts.returnPaths;
  }

  /** Whether it is the address that some message was sent from, to the last letter: its id alone is known to many. */
  async isReturnPath(address: string): Promise<boolean> {
    return (await this.#sentFrom(address)) !== undefined;
  }

  async atReturnPath(address: string): Promise<Copy | undefined> {
    const sent = await this.#sentFrom(address);
    return sent && (await this.#copyOf(sent));
  }

  async withId(messageId: string, domain: string | undefined): Promise<Copy | undefined> {
    const sent = await this.#store.sent(messageId);
    return sent && (await this.#copyOf({ owner: sent.owner, messageId, domain }));
  }

  /** Undefined for a message of the service itself, too. */
  async find(owner: Owner, messageId: string): Promise<Reported | undefined> {
    const message = await this.#deliveries.message({ owner, messageId });
    return message?.report === undefined ? undefined : { ...message, report: message.report };
  }

  async recipientsOf({ message: { owner, id }, domain }: Copy): Promise<Recipients> {
    const deliveries = await this.#deliveries.ofMessage(owner, id);
    const all = deliveries
      .filter(({ recipientDomain }) => domain === undefined || recipientDomain === domain)
      .flatMap(({ recipients }) => recipients);
    const exactly = new Map(all.map((address) => [asCompared(address), address]));
    const careless = new Map(all.map((address) => [address.toLowerCase(), address]));
    return {
      all,
      named: (address) => exactly.get(asCompared(address)) ?? careless.get(address.toLowerCase()),
    };
  }

  async #copyOf({ owner, messageId, domain }: Sent): Promise<Copy | undefined> {
    const message = await this.find(owner, messageId);
    return message && { message, domain };
  }

  async #sentFrom(address: string): Promise<Sent | undefined> {
    const asked = address.toLowerCase();
    const messageId = messageIdOfReturnPath(asked.slice(0, asked.lastIndexOf("@")));
    const sent = messageId === undefined ? undefined : await this.#store.sent(messageId);
    if (messageId === undefined || sent === undefined) return undefined;
    const { owner, envelopeFrom } = sent;
    // Known to its sender, and to the recipients of what left before each of their domains had one of its own.
    if (envelopeFrom.toLowerCase() === asked) return { owner, messageId, domain: undefined };
    const deliveries = await this.#deliveries.ofMessage(owner, messageId);
    const domain = deliveries
      .map(({ recipientDomain }) => recipientDomain)
      .find((one) => this.#returnPaths.to(one, envelopeFrom).toLowerCase() === asked);
    return domain === undefined ? undefined : { owner, messageId, domain };
  }
}
