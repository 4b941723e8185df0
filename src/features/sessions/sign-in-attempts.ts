import type { Change } from "#platform/change.ts";
import { clientNetwork } from "#platform/client-network.ts";
import { type Clock, dayMs, isAhead, minuteMs, secondMs } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import type { SignInAttemptStore } from "./sign-in-attempts-store.ts";

/** Free tries; each one after them doubles the wait. A network may hold many people. */
const freeTries = { user: 5, network: 20 };
const longestWaitMs = 15 * minuteMs;
const rememberedMs = dayMs;
/** Where somebody has signed in from is known for so long. */
const knownMs = 30 * dayMs;

/**
 * Who may try to sign in now. A name that nobody has is treated like any other. Where somebody has signed in from lately, their tries are
 * counted apart: strangers elsewhere who guess, or only mean to, keep nobody out there.
 */
export class SignInAttempts {
  readonly #store: SignInAttemptStore;
  readonly #clock: Clock;

  constructor(parts: { store: SignInAttemptStore; clock: Clock }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
  }

  /**
   * Counts a try as if it were in vain, before it is known: of many at once no more get through than one after another. Throws
   * `too-many-requests`.
   */
  async count(name: string, address: string): Promise<void> {
    const now = this.#clock.now();
    const counted = await Promise.all(
      (await this.#subjectsOf(name, address)).map(async ({ subject, free }) => {
        const before = await this.#store.of(subject);
        if (isAhead(before.blockedUntil, { now, atMostMs: longestWaitMs }))
          throw tooMany(before.blockedUntil - now);
        const blockedUntil = now + waitAfter(before.failures + 1 - free);
        return this.#store.count(subject, { before, at: now, blockedUntil }, () => tooMany(secondMs));
      }),
    );
    await this.#store.write([...counted, this.#store.forgetBefore(now - rememberedMs, now - knownMs)]);
  }

  /** It was the right one: the name starts anew, and the network loses what this try cost it. */
  async changesAfterSuccess(name: string, address: string): Promise<readonly Change[]> {
    const [user, network] = await this.#subjectsOf(name, address);
    return [
      this.#store.forget(user.subject),
      this.#store.takeBack(network.subject),
      this.#store.noteKnown(name, clientNetwork(address), this.#clock.now()),
    ];
  }

  async #subjectsOf(name: string, address: string) {
    const network = clientNetwork(address);
    const isKnown = await this.#store.isKnown(name, network);
    return [
      { subject: isKnown ? `near/${network}/${name}` : `user/${name}`, free: freeTries.user },
      { subject: `network/${network}`, free: freeTries.network },
    ] as const;
  }
}

function waitAfter(beyondFree: number): number {
  return beyondFree < 0 ? 0 : Math.min(longestWaitMs, secondMs * 2 ** Math.min(beyondFree, 20));
}

function tooMany(waitMs: number): CallerError {
  const seconds = Math.ceil(waitMs / secondMs);
  return new CallerError("too-many-requests", `Too many tries. Wait ${seconds} s.`, [], {
    retryAfterSeconds: seconds,
  });
}
