import type { Deliveries } from "#features/delivery/index.ts";
import type { Events, KeptEvent } from "#features/events/index.ts";
import type { Owner } from "#platform/owner.ts";
import { type Page, type PageRequest, readPage } from "#platform/paging.ts";
import type { EventMailObject } from "./event-mail.ts";

interface ListedMessage {
  readonly id: string;
  readonly createdAt: number;
  readonly mail: EventMailObject;
}

type SentDeliveries = Pick<Deliveries, "message" | "messages" | "ofMessage" | "attemptsOf">;

/** What became of messages that were accepted. */
export class SentMessages {
  readonly #deliveries: SentDeliveries;
  readonly #events: Pick<Events, "ofMessage">;

  constructor(parts: { deliveries: SentDeliveries; events: Pick<Events, "ofMessage"> }) {
    this.#deliveries = parts.deliveries;
    this.#events = parts.events;
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

  /** The newest first. Throws `bad-request` for a page that cannot be. */
  async list(owner: Owner, page: PageRequest): Promise<Page<ListedMessage>> {
    return await readPage(page, {
      name: "messages",
      positionOf: ({ id }) => id,
      read: async ({ after, limit }) => {
        const found = await this.#deliveries.messages(owner, { before: after, limit });
        return found.map(({ id, createdAt, mail }) => ({ id, createdAt, mail: mail as EventMailObject }));
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
