import type { Deliveries } from "#features/delivery/index.ts";
import type { Events, KeptEvent } from "#features/events/index.ts";
import type { Owner } from "#platform/owner.ts";
import type { EventMailObject } from "./event-mail.ts";

/** What became of messages that were accepted. */
export class SentMessages {
  readonly #deliveries: Pick<Deliveries, "message">;
  readonly #events: Pick<Events, "ofMessage">;

  constructor(parts: { deliveries: Pick<Deliveries, "message">; events: Pick<Events, "ofMessage"> }) {
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
}
