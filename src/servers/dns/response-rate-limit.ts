import { clientNetwork, isLoopback } from "#platform/client-network.ts";
import { type Clock, secondMs } from "#platform/clock.ts";
import type { Answer } from "./answer.ts";

export interface ResponseRateLimitOptions {
  /** Responses a second to one network about one zone with one kind of result. */
  readonly perSecond?: number;
  /** One in so many limited responses goes out truncated, so that an honest client asks again over TCP. */
  readonly slip?: number;
  /** Networks, zones and results remembered at most; the one longest unused is forgotten first. */
  readonly maxEntries?: number;
  /** Nobody can forge a loopback source from outside, and our own checker asks from there at full speed. */
  readonly exemptLoopback?: boolean;
}

export type Verdict = "send" | "truncate" | "drop";

interface Account {
  tokens: number;
  countedAt: number;
  limited: number;
}

/**
 * Response rate limiting: a UDP source is easily forged, and what we answer goes to the one whose address was used.
 * Counts responses, not queries, as BIND and NSD do.
 */
export class ResponseRateLimit {
  readonly #accounts = new Map<string, Account>();
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #slip: number;
  readonly #maxEntries: number;
  readonly #exemptLoopback: boolean;

  constructor(clock: Clock, options: ResponseRateLimitOptions = {}) {
    this.#clock = clock;
    this.#perSecond = options.perSecond ?? 200;
    this.#slip = options.slip ?? 2;
    this.#maxEntries = options.maxEntries ?? 20_000;
    this.#exemptLoopback = options.exemptLoopback ?? true;
  }

  verdict(address: string, { response, zone }: Answer): Verdict {
    if (this.#exemptLoopback && isLoopback(address)) return "send";
    const account = this.#accountOf(`${clientNetwork(address)} ${zone} ${resultClass(response.rcode)}`);
    if (account.tokens >= 1) {
      account.tokens -= 1;
      return "send";
    }
    account.limited += 1;
    return account.limited % this.#slip === 0 ? "truncate" : "drop";
  }

  #accountOf(key: string): Account {
    const now = this.#clock.now();
    const known = this.#accounts.get(key);
    const account = known ?? { tokens: this.#perSecond, countedAt: now, limited: 0 };
    if (known === undefined) {
      this.#forgetOldest();
    } else {
      const earned = ((now - known.countedAt) / secondMs) * this.#perSecond;
      known.tokens = Math.min(this.#perSecond, known.tokens + Math.max(0, earned));
      known.countedAt = now;
      // Written again at the end: a Map keeps the order of insertion.
      this.#accounts.delete(key);
    }
    this.#accounts.set(key, account);
    return account;
  }

  #forgetOldest(): void {
    if (this.#accounts.size < this.#maxEntries) return;
    const oldest = this.#accounts.keys().next();
    if (oldest.done !== true) this.#accounts.delete(oldest.value);
  }
}

function resultClass(rcode: Answer["response"]["rcode"]): string {
  return rcode === "NOERROR" || rcode === "NXDOMAIN" ? rcode : "error";
}
