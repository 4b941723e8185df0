import { type Deliveries, messageIdOfReturnPath, type StoredMessage } from "#features/delivery/index.ts";
import type { Owner } from "#platform/owner.ts";
import { asCompared } from "#protocols/address/address.ts";
import type { FeedbackStore } from "./store.ts";

/** A message whose sender is told what becomes of it. */
export type Reported = StoredMessage & { readonly report: NonNullable<StoredMessage["report"]> };

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

  constructor(parts: {
    readonly store: Pick<FeedbackStore, "sent">;
    readonly deliveries: Pick<Deliveries, "message" | "ofMessage">;
  }) {
    this.#store = parts.store;
    this.#deliveries = parts.deliveries;
  }

  /** Whether it is the address that some message was sent from, to the last letter: its id alone is known to many. */
  async isReturnPath(address: string): Promise<boolean> {
    return (await this.#sentFrom(address)) !== undefined;
  }

  async atReturnPath(address: string): Promise<Reported | undefined> {
    const sent = await this.#sentFrom(address);
    return sent && (await this.find(sent.owner, sent.messageId));
  }

  async withId(messageId: string): Promise<Reported | undefined> {
    const sent = await this.#store.sent(messageId);
    return sent && (await this.find(sent.owner, messageId));
  }

  /** Undefined for a message of the service itself, too. */
  async find(owner: Owner, messageId: string): Promise<Reported | undefined> {
    const message = await this.#deliveries.message({ owner, messageId });
    return message?.report === undefined ? undefined : { ...message, report: message.report };
  }

  async recipientsOf({ owner, id }: Reported): Promise<Recipients> {
    const deliveries = await this.#deliveries.ofMessage(owner, id);
    const all = deliveries.flatMap(({ recipients }) => recipients);
    const exactly = new Map(all.map((address) => [asCompared(address), address]));
    const careless = new Map(all.map((address) => [address.toLowerCase(), address]));
    return {
      all,
      named: (address) => exactly.get(asCompared(address)) ?? careless.get(address.toLowerCase()),
    };
  }

  async #sentFrom(address: string): Promise<{ owner: Owner; messageId: string } | undefined> {
    const messageId = messageIdOfReturnPath(address.slice(0, address.lastIndexOf("@")));
    const sent = messageId === undefined ? undefined : await this.#store.sent(messageId);
    if (messageId === undefined || sent?.envelopeFrom.toLowerCase() !== address.toLowerCase())
      return undefined;
    return { owner: sent.owner, messageId };
  }
}
