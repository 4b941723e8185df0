import { type Clock, dayMs } from "#platform/clock.ts";

type Most = readonly [messages: number, octets: number];

/** How much of strangers' mail is kept a day: from all of them, and from one network, so that one leaves room for the others. */
export class Room {
  readonly #clock: Clock;
  readonly #ofAll: Most;
  readonly #ofOne: Most;
  #day = 0;
  #all: Most = [0, 0];
  #byNetwork = new Map<string, Most>();

  constructor({
    clock,
    ofAll,
    ofOne,
  }: { readonly clock: Clock; readonly ofAll: Most; readonly ofOne: Most }) {
    this.#clock = clock;
    this.#ofAll = ofAll;
    this.#ofOne = ofOne;
  }

  /** Counts a message where there is room for it, and says whether there is. */
  admit(network: string, octets: number): boolean {
    const day = Math.floor(this.#clock.now() / dayMs);
    if (day !== this.#day) {
      this.#all = [0, 0];
      this.#byNetwork = new Map();
    }
    this.#day = day;
    const all = withOneMore(this.#all, octets);
    const one = withOneMore(this.#byNetwork.get(network) ?? [0, 0], octets);
    if (isMore(all, this.#ofAll) || isMore(one, this.#ofOne)) return false;
    this.#all = all;
    this.#byNetwork.set(network, one);
    return true;
  }

  /** Of a message that was counted, and is not kept after all. */
  giveBack(network: string, octets: number): void {
    const one = this.#byNetwork.get(network);
    // Another day has come.
    if (one === undefined) return;
    this.#all = withOneLess(this.#all, octets);
    this.#byNetwork.set(network, withOneLess(one, octets));
  }
}

function withOneMore([messages, held]: Most, octets: number): Most {
  return [messages + 1, held + octets];
}

function withOneLess([messages, held]: Most, octets: number): Most {
  return [Math.max(0, messages - 1), Math.max(0, held - octets)];
}

function isMore([messages, octets]: Most, [mostMessages, mostOctets]: Most): boolean {
  return messages > mostMessages || octets > mostOctets;
}
