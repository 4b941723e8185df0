import type { StoredMessage } from "./delivery.ts";

/** Some thousands of ordinary size: what this process queued and will most likely claim itself, within seconds. */
const mostBytes = 16 * 1024 * 1024;
/** What its recipients, its `mail` object and the rest take, about. */
const besideContentBytes = 2 * 1024;

/** Messages whose deliveries were queued lately, by the delivery's id: they need not be read back. The oldest make room. */
export class AtHand {
  readonly #messages = new Map<string, StoredMessage>();
  #bytes = 0;

  put(deliveryId: string, message: StoredMessage): void {
    this.#messages.set(deliveryId, message);
    this.#bytes += bytesOf(message);
    for (const oldest of this.#messages.keys()) {
      if (this.#bytes <= mostBytes) break;
      this.take(oldest);
    }
  }

  /** Once: then whoever took it has it. */
  take(deliveryId: string): StoredMessage | undefined {
    const message = this.#messages.get(deliveryId);
    if (message === undefined) return undefined;
    this.#messages.delete(deliveryId);
    this.#bytes -= bytesOf(message);
    return message;
  }
}

function bytesOf({ content }: StoredMessage): number {
  return content.length + besideContentBytes;
}
