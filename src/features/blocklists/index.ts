import type { OwnerNotices } from "#features/owner-notices/index.ts";
import type { Change } from "#platform/change.ts";
import { type Clock, dayMs, hourMs, minuteMs } from "#platform/clock.ts";
import { badRequest, CallerError } from "#platform/errors.ts";
import { leaseLostOrThrow } from "#platform/lease-lost.ts";
import type { Log } from "#platform/log.ts";
import type { Owner } from "#platform/owner.ts";
import { type Asked, askBlocklist, type LookUp } from "./ask.ts";
import type { Blocklist, Standing } from "./blocklist.ts";
import { listedNotice, removedNotice } from "./notice.ts";
import type { BlocklistStore, ClaimedStanding } from "./store.ts";

export type { Standing } from "./blocklist.ts";
export { BlocklistStore } from "./store.ts";

/** Lists ask to be asked no more than is needed, and change within hours. */
const askedEveryMs = 4 * hourMs;
/** Who gave no answer may be back sooner. */
const triedAgainAfterMs = hourMs;
/** Longer than all questions about one address take, the patience of the resolvers included. */
const leaseMs = 3 * minuteMs;
/** Who has an address says so every hour; a day after the last time it is forgotten. */
const wantedEveryMs = hourMs;
const wantedForMs = dayMs;

interface BlocklistsParts {
  readonly store: BlocklistStore;
  readonly notices: Pick<OwnerNotices, "changesToMail">;
  readonly lookUp: LookUp;
  /** Those that the operator chose; none: nobody is asked. */
  readonly lists: readonly Blocklist[];
  /** The public addresses that mail leaves from here. Other processes may have others. */
  readonly addresses: readonly string[];
  /** Those that every account may put into its pools. Of the others the operator's account alone is told. */
  readonly dedicatedIps: readonly string[];
  /** Whose contacts are told. */
  readonly operator: Owner;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Whether the addresses that mail leaves from stand on DNS blocklists (RFC 5782). A list that does not answer, refuses to, or is out of order
 * says nothing: what it said last is what is known.
 */
export class Blocklists {
  readonly #parts: BlocklistsParts;
  readonly #names: readonly string[];
  #wantAgainAt = Number.NEGATIVE_INFINITY;

  constructor(parts: BlocklistsParts) {
    this.#parts = parts;
    this.#names = parts.lists.map(({ name }) => name);
  }

  get areAsked(): boolean {
    return this.#names.length > 0;
  }

  async claimDue(limit: number): Promise<ClaimedStanding[]> {
    const { store, clock } = this.#parts;
    const now = clock.now();
    await this.#want(now);
    return await store.claimDue(this.#names, { now, limit, leaseUntil: now + leaseMs });
  }

  async nextDueAt(): Promise<number | undefined> {
    return Math.min((await this.#parts.store.nextDueAt(this.#names)) ?? Infinity, this.#wantAgainAt);
  }

  /** Asks one list about one address, and writes down what it says with the word to the operator, if there is one. */
  async check(claim: ClaimedStanding): Promise<"listed" | "clear" | "unknown" | "lease-lost"> {
    const { store, lists, lookUp } = this.#parts;
    const list = lists.find(({ name }) => name === claim.list);
    if (list === undefined) return "lease-lost";
    const asked = await askBlocklist(list, claim.address, lookUp);
    try {
      await store.write([this.#outcome(claim, asked), ...(await this.#word(claim, asked))]);
    } catch (error) {
      return leaseLostOrThrow(error);
    }
    this.#logChange(claim, asked);
    return asked.kind;
  }

  /** All that is known. */
  async standings(): Promise<readonly Standing[]> {
    return this.areAsked ? await this.#parts.store.all(this.#names) : [];
  }

  /** What is known of the addresses that an account sees. */
  async standingsFor(account: string): Promise<readonly Standing[]> {
    const seen = this.#seenBy(account);
    return (await this.standings()).filter(({ address }) => seen(address));
  }

  /** Where each of these addresses is listed, by address. Throws `not-found` for one that the account has no mail leave from, `bad-request`. */
  async report(
    account: string,
    addresses: readonly string[],
  ): Promise<ReadonlyMap<string, readonly Standing[]>> {
    if (!this.areAsked) {
      const message = "This service asks no blocklists: its operator chooses them by SIGNET_BLOCKLISTS.";
      throw badRequest("BlacklistItemNames", message);
    }
    const seen = this.#seenBy(account);
    const byAddress = Map.groupBy(await this.standingsFor(account), ({ address }) => address.toLowerCase());
    return new Map(
      addresses.map((address) => {
        const known = byAddress.get(address.toLowerCase());
        if (known === undefined && !(seen(address) && this.#parts.addresses.includes(address))) {
          throw new CallerError("not-found", `Could not find dedicated IP <${address}> under this account.`);
        }
        return [address, (known ?? []).filter(({ verdict }) => verdict === "listed")];
      }),
    );
  }

  #seenBy(account: string): (address: string) => boolean {
    const { operator, dedicatedIps } = this.#parts;
    return (address) => account === operator.account || dedicatedIps.includes(address);
  }

  async #want(now: number): Promise<void> {
    if (now < this.#wantAgainAt) return;
    const { store, addresses } = this.#parts;
    const until = now + wantedForMs;
    // In one order in every process, so that no two wait for each other's rows.
    const wanted = addresses
      .toSorted()
      .flatMap((address) => this.#names.toSorted().map((list) => store.want(address, list, { now, until })));
    await store.write([...wanted, store.removeUnwanted(now), { topic: "blocklists" }]);
    this.#wantAgainAt = now + wantedEveryMs;
  }

  #outcome(claim: ClaimedStanding, asked: Asked): Change {
    const { store, clock } = this.#parts;
    const now = clock.now();
    if (asked.kind === "unknown") {
      return store.complete(claim, now + triedAgainAfterMs, { trouble: asked.reason });
    }
    const isListed = asked.kind === "listed";
    return store.complete(claim, now + askedEveryMs, {
      verdict: asked.kind,
      listed_at: isListed ? (claim.listedAt ?? now) : null,
      description: isListed ? (asked.description ?? claim.description ?? null) : null,
      answered_at: now,
      trouble: null,
    });
  }

  async #word(claim: ClaimedStanding, asked: Asked): Promise<readonly Change[]> {
    const { notices, operator } = this.#parts;
    if (asked.kind === "listed" && claim.verdict !== "listed") {
      return await notices.changesToMail(operator, listedNotice(claim, asked.description));
    }
    if (asked.kind === "clear" && claim.verdict === "listed") {
      return await notices.changesToMail(operator, removedNotice(claim));
    }
    return [];
  }

  #logChange({ address, list, verdict, trouble }: ClaimedStanding, asked: Asked): void {
    const { log } = this.#parts;
    if (asked.kind === "listed" && verdict !== "listed") {
      log.warn({ address, list }, "An address that mail leaves from is on a blocklist.");
    } else if (asked.kind === "clear" && verdict === "listed") {
      log.info({ address, list }, "An address is no longer on a blocklist.");
    } else if (asked.kind === "unknown" && trouble !== asked.reason) {
      log.warn({ address, list, reason: asked.reason }, "A blocklist gave no answer to go by.");
    }
  }
}
