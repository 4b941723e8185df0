import type { Account } from "#features/account/index.ts";
import { type Deliveries, newMessageId, serviceRules } from "#features/delivery/index.ts";
import { type MailAllowance, regionName } from "#features/verification-links/index.ts";
import type { Change } from "#platform/change.ts";
import { type Clock, hourMs } from "#platform/clock.ts";
import type { Owner } from "#platform/owner.ts";
import type { Random } from "#platform/random.ts";
import { Rate } from "#platform/rate.ts";
import { composeMessage } from "#protocols/mime/compose.ts";
import { type Notice, noticeOf } from "./notice.ts";
import type { StatusChange } from "./status-change.ts";

export type { StatusChange } from "./status-change.ts";

/** Tells the account's contacts by mail what becomes of its domains, as SES does. */
export class OwnerNotices {
  readonly #account: Pick<Account, "contacts">;
  readonly #deliveries: Deliveries;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #zone: string;
  readonly #allowance: MailAllowance | undefined;
  readonly #rate: Rate | undefined;

  constructor(parts: {
    account: Pick<Account, "contacts">;
    deliveries: Deliveries;
    clock: Clock;
    random: Random;
    /** The domain of the service itself, which the message comes from. */
    zone: string;
    /** Undefined: a mailbox may be told as often as something changes. */
    allowance: MailAllowance | undefined;
  }) {
    this.#account = parts.account;
    this.#deliveries = parts.deliveries;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#zone = parts.zone;
    this.#allowance = parts.allowance;
    this.#rate = parts.allowance && new Rate(parts.clock, parts.allowance.mostPerHour);
  }

  /** The message about a change, where it is worth one and somebody is to have it. */
  async changesToTell(change: StatusChange): Promise<readonly Change[]> {
    const { owner } = change.identity;
    const notice = noticeOf(change, regionName(owner.region));
    return notice === undefined ? [] : await this.changesToMail(owner, notice);
  }

  /** A message to those who are to hear of what concerns an account, where there is anybody. */
  async changesToMail(owner: Owner, notice: Notice): Promise<readonly Change[]> {
    const contacts = await this.#withRoom(await this.#account.contacts(owner));
    if (contacts.length === 0) return [];
    const now = this.#clock.now();
    const id = newMessageId(owner.region, now, this.#random);
    const sender = `no-reply@${this.#zone}`;
    const content = composeMessage(
      {
        from: { name: "Signet", address: sender },
        to: contacts.map((address) => ({ address })),
        ...notice,
        date: now,
        messageId: `${id}@${owner.region}.${this.#zone}`,
        // RFC 3834 §5: no vacation notice is to answer it.
        fields: [["Auto-Submitted", "auto-generated"]],
      },
      this.#random,
    );
    const noted = contacts.flatMap((address) => this.#allowance?.store.insert(address, id, now) ?? []);
    const mailed = this.#deliveries.changesToEnqueue({
      id,
      owner,
      envelopeFrom: sender,
      recipients: contacts,
      content,
      signWith: "service",
      rules: serviceRules,
      report: undefined,
    });
    return [...mailed, ...noted];
  }

  /** Those that were not told enough already: nobody has proven that a contact is theirs, and an account may have domains without end. */
  async #withRoom(contacts: readonly string[]): Promise<readonly string[]> {
    if (this.#allowance === undefined) return contacts;
    const { store, mostPerHour } = this.#allowance;
    const since = this.#clock.now() - hourMs;
    const room = await Promise.all(
      contacts.map(async (address) => {
        const times = await store.latest(address, { since, limit: mostPerHour });
        // Of those that are told of at once none is on disk yet.
        return times.length < mostPerHour && this.#rate?.admit(address.toLowerCase()) === true;
      }),
    );
    return contacts.filter((_, at) => room[at]);
  }
}
