import { hash } from "node:crypto";
import { type Deliveries, type NewMessage, serviceRules } from "#features/delivery/index.ts";
import type { Backlog } from "#platform/backlog.ts";
import type { Change } from "#platform/change.ts";
import { type Clock, dayMs, hourMs, secondMs } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import { newId } from "#platform/ids.ts";
import { withdrawnOrLeaseLost } from "#platform/lease-lost.ts";
import type { Owner } from "#platform/owner.ts";
import { proofPath } from "#platform/proof-link.ts";
import type { Random } from "#platform/random.ts";
import { Rate } from "#platform/rate.ts";
import { composeMessage } from "#protocols/mime/compose.ts";
import type { MailedStore } from "./mailed-store.ts";
import type { VerificationLinkStore } from "./store.ts";
import { type ClaimedLinkToMail, type LinkToMail, type LinkToMailStore } from "./to-mail-store.ts";
import type { VerificationLink } from "./verification-link.ts";
import { htmlOf, subjectOf, textOf } from "./verification-message.ts";

/** How long a link is good for. */
const linkLifetimeMs = dayMs;
/** An expired link is remembered this long, so that who comes late is told so. */
const rememberedMs = 30 * dayMs;
const mostRemovedAtOnce = 1_000;

/** To compose a message and write it takes milliseconds; a process that died gives its links back after this. */
const leaseMs = 45 * secondMs;

/** Wakes whoever mails links. */
const isDue: Change = { topic: "links-to-mail" };

/** Of an account, in this process; SES verifies one a second. Whoever is mailed has asked for nothing. */
const mostPerMinute = 60;
const tokenBytes = 32;
/** 32 bytes in base64url. */
const tokenForm = /^[A-Za-z0-9_-]{43}$/;

/**
 * How many messages of ours one mailbox is mailed, by all accounts together: an identity can be deleted and made again as often as somebody
 * likes, and whoever has the mailbox asked for none of it.
 */
export interface MailAllowance {
  readonly store: MailedStore;
  readonly mostPerHour: number;
}

/** What a link is made of, and the message that it was mailed in. */
export interface MailedToken {
  readonly token: string;
  readonly messageId: string;
  /** Where it leads on to; undefined: to a page of ours. */
  readonly redirects: VerificationLink["redirects"];
}

/** The links that prove an address: each is mailed once, works once, and is stored only as a hash. */
export class VerificationLinks {
  readonly #store: VerificationLinkStore;
  readonly #toMail: LinkToMailStore;
  readonly #deliveries: Deliveries;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #publicUrl: () => string;
  readonly #zone: string;
  readonly #allowance: MailAllowance | undefined;
  readonly #rate: Rate;

  constructor(parts: {
    store: VerificationLinkStore;
    toMail: LinkToMailStore;
    deliveries: Deliveries;
    clock: Clock;
    random: Random;
    /** Where people reach us; asked anew each time, for a listener learns its own port late. */
    publicUrl: () => string;
    /** The domain of the service itself, which the message comes from. */
    zone: string;
    /** Undefined: a mailbox may be mailed as many as are asked for. */
    allowance?: MailAllowance | undefined;
  }) {
    this.#store = parts.store;
    this.#toMail = parts.toMail;
    this.#deliveries = parts.deliveries;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#publicUrl = parts.publicUrl;
    this.#zone = parts.zone;
    this.#allowance = parts.allowance;
    this.#rate = new Rate(parts.clock, mostPerMinute);
  }

  /** Throws `too-many-requests` where an account has had strangers mailed too often lately. */
  requireTurn(account: string): void {
    if (this.#allowance === undefined || this.#rate.admit(account)) return;
    const message = `No more than ${mostPerMinute} addresses a minute are mailed for an account.`;
    throw new CallerError("too-many-requests", message);
  }

  /**
   * Has a link mailed in our words, very soon: nobody who waits for an answer is to wait for a message to be composed. Throws
   * `too-many-requests`.
   */
  changesToMail(link: LinkToMail): Change[] {
    this.requireTurn(link.owner.account);
    return [this.#toMail.insert(link, this.#clock.now()), isDue];
  }

  /** Takes some of the links that are to be mailed, earliest first. */
  async claimDue(limit: number): Promise<ClaimedLinkToMail[]> {
    const now = this.#clock.now();
    return await this.#toMail.claimDue(now, { limit, leaseUntil: now + leaseMs });
  }

  async nextDueAt(): Promise<number | undefined> {
    return await this.#toMail.nextDueAt();
  }

  /** How many are to be mailed, and since when. */
  async backlog(): Promise<Backlog> {
    return await this.#toMail.backlog(this.#clock.now());
  }

  /** Takes back every claim, where whoever made one is known to be gone. */
  async releaseAll(): Promise<void> {
    await this.#toMail.releaseAll(this.#clock.now());
  }

  /** Mails a link that was asked for, once: another process may have done so, or its identity may be gone. */
  async mail(claim: ClaimedLinkToMail): Promise<"mailed" | "postponed" | "not-wanted" | "lease-lost"> {
    const fullUntil = await this.#fullUntil(claim.address);
    if (fullUntil !== undefined) return await this.#postpone(claim, fullUntil);
    const { message, kept } = this.#compose(claim);
    try {
      await this.#deliveries.enqueue(message, [this.#toMail.complete(claim), ...kept]);
      return "mailed";
    } catch (error) {
      const now = this.#clock.now();
      // Others were mailed at the same moment.
      if (isFull(error)) return await this.#postpone(claim, (await this.#fullUntil(claim.address)) ?? now);
      return withdrawnOrLeaseLost(error, { leaseUntil: claim.leaseUntil, now });
    }
  }

  async #postpone(claim: ClaimedLinkToMail, until: number): Promise<"postponed"> {
    await this.#toMail.postpone(claim, until);
    return "postponed";
  }

  /** A link for a message in somebody else's words; it leads nowhere until `changesToKeep` are written. */
  draw(): { readonly token: string; readonly url: string } {
    const token = this.#newToken();
    return { token, url: this.#urlOf(token) };
  }

  /** What a link that is mailed proves. Guarded with `too-many-requests` where a mailbox was mailed enough. */
  changesToKeep(
    { owner, identityId, address }: LinkToMail,
    { token, messageId, redirects }: MailedToken,
  ): Change[] {
    const now = this.#clock.now();
    const link = { owner, identityId, address, expiresAt: now + linkLifetimeMs, redirects };
    return [this.#store.insert(hashOf(token), link, now), ...this.#changesToCount(address, messageId, now)];
  }

  #changesToCount(address: string, messageId: string, now: number): Change[] {
    if (this.#allowance === undefined) return [];
    const { store, mostPerHour: most } = this.#allowance;
    const otherwise = () => this.#full(address);
    return store.insertAmongFewer(address, messageId, now, { since: now - hourMs, most, otherwise });
  }

  /** For a message that is mailed at once, before it is composed. Throws `too-many-requests` where a mailbox was mailed enough. */
  async requireRoom(address: string): Promise<void> {
    if ((await this.#fullUntil(address)) !== undefined) throw this.#full(address);
  }

  #full(address: string): CallerError {
    const message = `The mailbox of ${address} was sent ${this.#allowance?.mostPerHour} verification messages within an hour.`;
    return new CallerError("too-many-requests", message);
  }

  /** Until when a mailbox is to be left alone; undefined: it need not be. */
  async #fullUntil(address: string): Promise<number | undefined> {
    if (this.#allowance === undefined) return undefined;
    const { store, mostPerHour } = this.#allowance;
    const since = this.#clock.now() - hourMs;
    const times = await store.latest(address, { since, limit: mostPerHour });
    const oldest = times[mostPerHour - 1];
    return oldest === undefined ? undefined : oldest + hourMs;
  }

  /** A new link for an address and the message that carries it, to be written with something else. */
  changesToSend(link: LinkToMail): Change[] {
    const { message, kept } = this.#compose(link);
    return [...kept, ...this.#deliveries.changesToEnqueue(message)];
  }

  #compose(of: LinkToMail): {
    readonly message: NewMessage;
    /** The link itself, as it is kept, and that it was mailed. */
    readonly kept: readonly Change[];
  } {
    const { owner, address } = of;
    const now = this.#clock.now();
    const token = this.#newToken();
    const id = newId("msg", now, this.#random);
    const content = composeMessage(
      {
        ...this.#words({ owner, address, link: this.#urlOf(token) }),
        to: [{ address }],
        date: now,
        messageId: `${id}@${this.#zone}`,
        // RFC 3834 §5: no vacation notice is to answer it.
        fields: [["Auto-Submitted", "auto-generated"]],
      },
      this.#random,
    );
    return {
      kept: this.changesToKeep(of, { token, messageId: id, redirects: undefined }),
      message: {
        id,
        owner,
        envelopeFrom: `no-reply@${this.#zone}`,
        recipients: [address],
        content,
        signWith: "service",
        rules: { ...serviceRules, lifetimeMs: linkLifetimeMs },
        report: undefined,
      },
    };
  }

  #newToken(): string {
    return Buffer.from(this.#random.bytes(tokenBytes)).toString("base64url");
  }

  #urlOf(token: string): string {
    return `${this.#publicUrl()}${proofPath}${token}`;
  }

  #words(request: { readonly owner: Owner; readonly address: string; readonly link: string }) {
    return {
      from: { name: "Signet", address: `no-reply@${this.#zone}` },
      subject: subjectOf(request),
      text: textOf(request),
      html: htmlOf(request),
    };
  }

  /** The link behind a token, also one that was used or has expired. By its hash: no secret is ever compared. */
  async find(token: string): Promise<VerificationLink | undefined> {
    return tokenForm.test(token) ? await this.#store.find(hashOf(token)) : undefined;
  }

  /** Uses a link up. Guarded with `conflict`: it must be unused and its time not up. */
  changesToUse(token: string, now: number) {
    return [this.#store.use(hashOf(token), now)];
  }

  /** Forgets the links of an identity that is deleted, mailed or not. */
  changesToRemoveAll({ owner, identityId, address }: LinkToMail): Change[] {
    return [this.#store.removeAll(owner, address), this.#toMail.remove(owner, identityId)];
  }

  /** Forgets links that expired long ago, some at a time; answers how many. */
  async removeLongExpired(): Promise<number> {
    await this.#allowance?.store.removeBefore(this.#clock.now() - hourMs);
    return await this.#store.removeExpired(this.#clock.now() - rememberedMs, mostRemovedAtOnce);
  }
}

function isFull(error: unknown): boolean {
  return error instanceof CallerError && error.problem === "too-many-requests";
}

function hashOf(token: string): Uint8Array {
  return hash("sha256", token, "buffer");
}
