import type { Announcements } from "#platform/announcements.ts";
import type { Change } from "#platform/change.ts";
import { type Clock, dayMs, isAhead, minuteMs, secondMs } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import { newId } from "#platform/ids.ts";
import { nameOf, type Owner } from "#platform/owner.ts";
import type { Random } from "#platform/random.ts";
import { Recent } from "#platform/recent.ts";
import { readAddress } from "#protocols/address/address.ts";
import type { AccountDetails, AccountSettings, SettingsChange } from "./account-settings.ts";
import { GatheredCounts } from "./gathered-counts.ts";
import { type DayLimit, Limits } from "./limits.ts";
import type { AccountStore, QuotaStore } from "./store.ts";

export type { AccountSettings, AccountSuppression } from "./account-settings.ts";
export { AccountStore, QuotaStore } from "./store.ts";

const askedEveryMs = secondMs;
/** As many may share a quota without going over it together. */
const mostProcesses = 64;
const mostKept = 10_000;
const slotMs = 5 * minuteMs;
/** SES lets the rate be exceeded for short moments. */
const burstMs = secondMs;

/** What sending costs of the quota. */
export interface Charge {
  /** To be written with the message. */
  readonly changes: readonly Change[];
  /** To be called as the message is written; resolves once it is on disk too. */
  count(): Promise<void>;
}

export interface SendQuota {
  readonly max24HourSend: number | undefined;
  readonly maxSendRate: number | undefined;
  readonly sentLast24Hours: number;
}

/** What an account may send, and what it has sent. */
export class Account {
  readonly #store: AccountStore;
  readonly #quotas: QuotaStore;
  readonly #clock: Clock;
  readonly #home: string;
  readonly #counter: string;
  readonly #counts: GatheredCounts;
  readonly #settings: Recent<AccountSettings>;
  readonly #sent = new Map<string, { readonly until: number; readonly before: number; since: number }>();

  constructor(parts: {
    store: AccountStore;
    quotas: QuotaStore;
    announcements: Announcements;
    clock: Clock;
    random: Random;
    /** The service's own region: what is limited there is limited in all. */
    home: string;
  }) {
    this.#store = parts.store;
    this.#home = parts.home;
    this.#settings = new Recent(parts);
    parts.announcements.hear("accounts", (name) => this.#settings.forget(name));
    this.#quotas = parts.quotas;
    this.#clock = parts.clock;
    // Of its own for every process: two that counted in one row would wait for one another.
    this.#counter = newId("cnt", parts.clock.now(), parts.random);
    this.#counts = new GatheredCounts(
      async (counts) =>
        await this.#quotas.count(counts.map((count) => ({ ...count, counter: this.#counter }))),
    );
  }

  /** As they were a second ago at most. */
  async settings(owner: Owner): Promise<AccountSettings> {
    return (await this.#limits(owner)).settings;
  }

  /** Who is told what concerns the account, each once, with the domain as the DNS has it. */
  async contacts(owner: Owner): Promise<readonly string[]> {
    const { details } = await this.settings(owner);
    const readings = (details?.contacts ?? []).map(readAddress);
    return [...new Set(readings.flatMap((reading) => (reading.ok ? [reading.address.name] : [])))];
  }

  async #limits(owner: Owner): Promise<Limits> {
    const home = this.#home;
    const there = await this.#kept(owner);
    const everywhere = owner.region === home ? there : await this.#kept({ ...owner, region: home });
    return new Limits(owner, { there, everywhere, home });
  }

  async #kept(owner: Owner): Promise<AccountSettings> {
    return await this.#settings.get(nameOf(owner), async () => await this.#store.find(owner));
  }

  /** Changes what is named, and leaves the rest. Throws `bad-request`. */
  async change(owner: Owner, change: SettingsChange): Promise<void> {
    if (change.details !== undefined) checkDetails(change.details);
    await this.#store.change(owner, change);
  }

  /** Of two limits of a day, the one of which less is left. */
  async quota(owner: Owner): Promise<SendQuota> {
    const limits = await this.#limits(owner);
    const { maxSendRate } = limits.settings;
    const since = this.#oldestSlot();
    const ofDay = await Promise.all(
      limits.ofDay.map(async (limit) => ({
        max24HourSend: limit.most,
        sentLast24Hours: await this.#quotas.sentSince(limit, since),
      })),
    );
    const left = (one: (typeof ofDay)[number]) => one.max24HourSend - one.sentLast24Hours;
    const [least] = ofDay.toSorted((one, other) => left(one) - left(other));
    return least === undefined
      ? { max24HourSend: undefined, maxSendRate, sentLast24Hours: await this.#quotas.sentSince(owner, since) }
      : { ...least, maxSendRate };
  }

  /**
   * Whether so many recipients may be sent to now; `counted` of them count for the day. Answers what is to be done with the message.
   * Throws `sending-paused`, `too-many-requests`, `quota-exceeded`.
   */
  async admit(
    owner: Owner,
    { recipients, counted }: { recipients: number; counted: number },
  ): Promise<Charge> {
    const limits = await this.#limits(owner);
    if (!limits.settings.sendingEnabled) {
      throw new CallerError("sending-paused", "Email sending is disabled for your account.");
    }
    const now = this.#clock.now();
    let isLast = false;
    for (const limit of limits.ofDay) {
      if ((await this.#admitToday(limit, counted)) === "among the last") isLast = true;
    }
    for (const { allowance, perSecond } of limits.ofRate) {
      const perRecipientMs = secondMs / perSecond;
      const mayGo = await this.#quotas.take(allowance, { now, perRecipientMs, recipients, burstMs });
      if (!mayGo) throw new CallerError("too-many-requests", "Maximum sending rate exceeded.");
    }
    const slot = Math.floor(now / slotMs);
    if (counted === 0) return { changes: [], count: async () => {} };
    const sent = { slot, counter: this.#counter, n: counted };
    if (isLast) {
      const use = { ...sent, limits: limits.ofDay, since: this.#oldestSlot() };
      return { changes: this.#quotas.changesToCountWithin(owner, use, overQuota), count: async () => {} };
    }
    if (this.#quotas.countsWithMessages) {
      return { changes: this.#quotas.changesToCount({ owner, ...sent }), count: async () => {} };
    }
    return { changes: [], count: async () => await this.#counts.add(owner, slot, counted) };
  }

  /** Forgets what was sent too long ago to count. */
  async forget(): Promise<void> {
    // A day more: others' clocks, and calls that are under way, may be behind.
    const time = this.#clock.now() - 2 * dayMs;
    await this.#quotas.forget({ slot: Math.floor(time / slotMs), time });
  }

  /**
   * What was sent is asked of the store once a second. In between this process admits a small share of what is left by itself, so that
   * others doing the same do not go over it together; for more, or the last of it, the message's own write is to ask.
   */
  async #admitToday(limit: DayLimit, counted: number): Promise<"freely" | "among the last"> {
    const { account, region = "", most } = limit;
    const name = nameOf({ account, region });
    const now = this.#clock.now();
    let sent = this.#sent.get(name);
    if (sent === undefined || !isAhead(sent.until, { now, atMostMs: askedEveryMs })) {
      const before = await this.#quotas.sentSince(limit, this.#oldestSlot());
      sent = { until: now + askedEveryMs, before, since: 0 };
      if (this.#sent.size >= mostKept) this.#sent.clear();
      this.#sent.set(name, sent);
    }
    if (counted > 0 && sent.before + sent.since + counted > most) throw overQuota();
    sent.since += counted;
    return sent.since <= (most - sent.before) / mostProcesses ? "freely" : "among the last";
  }

  #oldestSlot(): number {
    return Math.floor((this.#clock.now() - dayMs) / slotMs);
  }
}

function overQuota(): CallerError {
  return new CallerError("quota-exceeded", "Daily message quota exceeded.");
}

function checkDetails({ contacts }: AccountDetails): void {
  for (const [index, contact] of contacts.entries()) {
    const reading = readAddress(contact);
    if (reading.ok) continue;
    const path = `AdditionalContactEmailAddresses[${index}]`;
    throw new CallerError("bad-request", `Invalid email address <${contact}>: ${reading.fault}.`, [
      { path, message: reading.fault },
    ]);
  }
}
