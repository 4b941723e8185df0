import { type Clock, minuteMs } from "#platform/clock.ts";
import type { StoredMessage } from "./delivery.ts";

/** Some hundreds of ordinary size: what this process queued and will most likely claim itself, within seconds. */
const mostBytes = 4 * 1024 * 1024;
/** What its recipients, its `mail` object and the rest take, about. */
const besideContentBytes = 6 * 1024;
/** By then another process has claimed it, or its provider is not to be reached. */
const keptMs = minuteMs;

interface Kept {
  readonly message: StoredMessage;
  readonly since: number;
}

/**
 * Messages whose deliveries were queued lately, by the delivery's id: they need not be read back. What was queued first is claimed first, so
 * when there is no room it is the newest that are not kept: a long queue is not carried through the memory.
 */
export class AtHand {
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  put(deliveryId: string, message: StoredMessage): void {
    const now = this.#clock.now();
    const bytes = bytesOf(message);
    for (const [oldest, { since }] of this.#kept) {
      if (this.#bytes + bytes <= mostBytes || now - since < keptMs) break;
      this.take(oldest);
    }
    if (this.#bytes + bytes > mostBytes) return;
    this.#kept.set(deliveryId, { message, since: now });
    this.#bytes += bytes;
  }

  /** Once: then whoever took it has it. */
  take(deliveryId: string): StoredMessage | undefined {
    const kept = this.#kept.get(deliveryId);
    if (kept === undefined) return undefined;
    this.#kept.delete(deliveryId);
    this.#bytes -= bytesOf(kept.message);
    return kept.message;
  }
}

function bytesOf({ content }: StoredMessage): number {
  return content.length + besideContentBytes;
}
