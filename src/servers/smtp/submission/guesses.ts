import { isIPv4 } from "node:net";
import { clientNetwork } from "#platform/client-network.ts";
import { type Clock, hourMs, isAhead, minuteMs, secondMs } from "#platform/clock.ts";

interface Record {
  readonly failures: number;
  readonly lastAt: number;
}

const freeFailures = 5;
const longestMs = 15 * minuteMs;
const forgottenAfterMs = hourMs;
const mostAddresses = 10_000;

/** Slows down whoever guesses passwords: after five wrong ones each further try has to wait, twice as long every time. */
export class Guesses {
  readonly #clock: Clock;
  readonly #records = new Map<string, Record>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How long they have to wait; 0: they may try. */
  waitMs(address: string): number {
    const record = this.#records.get(placeOf(address));
    if (record === undefined || record.failures < freeFailures) return 0;
    const atMostMs = Math.min(2 ** (record.failures - freeFailures) * secondMs, longestMs);
    const [now, until] = [this.#clock.now(), record.lastAt + atMostMs];
    return isAhead(until, { now, atMostMs }) ? until - now : 0;
  }

  failed(address: string): void {
    const place = placeOf(address);
    const now = this.#clock.now();
    const record = this.#records.get(place);
    const isFresh = record !== undefined && now < record.lastAt + forgottenAfterMs;
    // To the end of the map, so that its beginning is always who failed longest ago.
    this.#records.delete(place);
    const oldest = this.#records.size >= mostAddresses ? this.#records.keys().next().value : undefined;
    if (oldest !== undefined) this.#records.delete(oldest);
    this.#records.set(place, { failures: isFresh ? record.failures + 1 : 1, lastAt: now });
  }
}

/** One IPv4 address, or the IPv6 network that one party has. */
function placeOf(address: string): string {
  return isIPv4(address) ? address : clientNetwork(address);
}
