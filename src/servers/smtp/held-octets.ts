/** Room for messages in memory, over all sessions of a listener. */
export class HeldOctets {
  readonly #most: number;
  #held = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get held(): number {
    return this.#held;
  }

  /** Whether there was room. What was taken must be given back. */
  take(octets: number): boolean {
    if (this.#held + octets > this.#most) return false;
    this.#held += octets;
    return true;
  }

  giveBack(octets: number): void {
    this.#held -= octets;
  }
}
