/** What one message takes of the room. */
export interface HeldMessage {
  /** Whose it is. */
  readonly party: string;
  readonly forget: () => void;
  octets: number;
  isWhole: boolean;
}

/**
 * Room for messages in memory, over all sessions of a listener. Where there is none, whoever holds more than the one who asks gives up
 * what has yet to end: a few messages that come octet by octet would else keep everybody waiting.
 */
export class HeldOctets {
  readonly #most: number;
  readonly #messages = new Set<HeldMessage>();
  #held = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** What it takes is given back when it is dropped, which may be before it has ended: `forget` is called then. */
  open(party: string, forget: () => void): HeldMessage {
    const message = { party, forget, octets: 0, isWhole: false };
    this.#messages.add(message);
    return message;
  }

  /** Whether there was room. */
  take(message: HeldMessage, octets: number): boolean {
    while (this.#messages.has(message) && this.#held + octets > this.#most) {
      const other = this.#toGiveWay(message.party, octets);
      if (other === undefined) return false;
      this.drop(other);
    }
    if (!this.#messages.has(message)) return false;
    message.octets += octets;
    this.#held += octets;
    return true;
  }

  /** It has ended, and stays until it is dropped; false: that it was already. */
  keep(message: HeldMessage): boolean {
    message.isWhole = true;
    return this.#messages.has(message);
  }

  drop(message: HeldMessage): void {
    if (!this.#messages.delete(message)) return;
    this.#held -= message.octets;
    message.forget();
  }

  /** The first to come of who holds most, and more than the party would. */
  #toGiveWay(party: string, octets: number): HeldMessage | undefined {
    const held = new Map<string, number>();
    for (const one of this.#messages) held.set(one.party, (held.get(one.party) ?? 0) + one.octets);
    const heldBy = (one: Pick<HeldMessage, "party">) => held.get(one.party) ?? 0;
    const most = heldBy({ party }) + octets;
    return [...this.#messages]
      .filter((one) => !one.isWhole && heldBy(one) > most)
      .sort((one, other) => heldBy(other) - heldBy(one))[0];
  }
}
