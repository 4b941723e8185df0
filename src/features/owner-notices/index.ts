import type { Account } from "#features/account/index.ts";
import { type Deliveries, newMessageId, serviceRules } from "#features/delivery/index.ts";
import { regionName } from "#features/verification-links/index.ts";
import type { Change } from "#platform/change.ts";
import type { Clock } from "#platform/clock.ts";
import type { Random } from "#platform/random.ts";
import { composeMessage } from "#protocols/mime/compose.ts";
import { noticeOf } from "./notice.ts";
import type { StatusChange } from "./status-change.ts";

export type { StatusChange } from "./status-change.ts";

/** Tells the account's contacts by mail what becomes of its domains, as SES does. */
export class OwnerNotices {
  readonly #account: Pick<Account, "settings">;
  readonly #deliveries: Deliveries;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #zone: string;

  constructor(parts: {
    account: Pick<Account, "settings">;
    deliveries: Deliveries;
    clock: Clock;
    random: Random;
    /** The domain of the service itself, which the message comes from. */
    zone: string;
  }) {
    this.#account = parts.account;
    this.#deliveries = parts.deliveries;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#zone = parts.zone;
  }

  /** The message about a change, where it is worth one and somebody is to have it. */
  async changesToTell(change: StatusChange): Promise<readonly Change[]> {
    const { owner } = change.identity;
    const notice = noticeOf(change, regionName(owner.region));
    if (notice === undefined) return [];
    const contacts = (await this.#account.settings(owner)).details?.contacts ?? [];
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
    return this.#deliveries.changesToEnqueue({
      id,
      owner,
      envelopeFrom: sender,
      recipients: contacts,
      content,
      signWith: "service",
      rules: serviceRules,
      report: undefined,
    });
  }
}
