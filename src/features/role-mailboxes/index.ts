import { localAccount } from "#features/access-keys/index.ts";
import type { Account } from "#features/account/index.ts";
import { type Deliveries, newMessageId } from "#features/delivery/index.ts";
import type { Inbox } from "#features/inbox/index.ts";
import type { Change } from "#platform/change.ts";
import { clientNetwork } from "#platform/client-network.ts";
import { type Clock, hourMs } from "#platform/clock.ts";
import type { Owner } from "#platform/owner.ts";
import type { Random } from "#platform/random.ts";
import { isAtOrBelow } from "#protocols/dns/name.ts";
import { noticeMessage } from "./notice.ts";
import { Room } from "./room.ts";
import type { RoleMailStore } from "./store.ts";
import { isAutomatic, type ReceivedMail, withTrace } from "./trace.ts";

export { RoleMailStore } from "./store.ts";

/** RFC 5321 §4.5.1 has one of them taken everywhere; RFC 2142 names all; the last is in the zone's SOA record. */
const roles: ReadonlySet<string> = new Set(["postmaster", "abuse", "hostmaster"]);

const megabyte = 1024 * 1024;
/** RFC 5321 §4.5.3.1.7 asks for 64 KB. What a stranger nests takes seconds to be taken apart for who looks at it. */
const largestKept = megabyte / 2;

/** Why mail that is for us is not taken. */
export class NotKept extends Error {
  override readonly name = "NotKept";
  readonly reason: "too-large" | "no-room";

  constructor(reason: NotKept["reason"]) {
    super(`Mail to a role was not kept: ${reason}.`);
    this.reason = reason;
  }
}

/**
 * Mail to whoever runs this service: kept in the inbox of the operator's account, whose contacts are told that there is some. It is never
 * sent on, and nobody is answered.
 */
export class RoleMailboxes {
  readonly #parts: RoleMailboxesParts;
  readonly #owner: Owner;
  readonly #room: Room;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(parts: RoleMailboxesParts) {
    this.#parts = parts;
    this.#owner = { account: localAccount, region: parts.region };
    this.#room = new Room({ clock: parts.clock, ofAll: [1_000, 100 * megabyte], ofOne: [50, 10 * megabyte] });
  }

  /** At every name of the zone and every domain whose MX leads here; the postmaster also without one. */
  async accepts(recipient: string): Promise<boolean> {
    const [role = "", domain, ...more] = recipient.toLowerCase().split("@");
    if (domain === undefined) return role === "postmaster";
    if (more.length > 0 || !roles.has(role)) return false;
    return isAtOrBelow(domain, this.#parts.zone) || (await this.#parts.isMailFromDomain(domain));
  }

  /** Resolves once it is on disk. Throws `NotKept`. */
  async receive(mail: ReceivedMail): Promise<void> {
    const accepted = await Promise.all(mail.recipients.map(async (one) => await this.accepts(one)));
    const recipients = mail.recipients.filter((_, at) => accepted[at]);
    if (recipients.length === 0) return;
    if (mail.content.length > largestKept) throw new NotKept("too-large");
    const network = clientNetwork(mail.peer.address);
    if (!this.#room.admit(network, mail.content.length)) throw new NotKept("no-room");
    try {
      await this.#keep({ ...mail, recipients });
    } catch (error) {
      // The sender tries again.
      this.#room.giveBack(network, mail.content.length);
      throw error;
    }
  }

  async #keep(mail: ReceivedMail): Promise<void> {
    const { store, inbox, clock, random } = this.#parts;
    const messageId = newMessageId(this.#owner.region, clock.now(), random);
    const traced = { ...mail, messageId, at: clock.now(), by: this.#parts.hostName };
    const notice = await this.#changesToTell(mail);
    const received = inbox.receive({
      messageId,
      owner: this.#owner,
      sender: mail.from,
      recipients: mail.recipients,
      content: withTrace(traced),
    });
    const toldAt = this.#toldAt;
    // Before it is written, so that of mail that comes at once one is told of.
    if (notice.length > 0) this.#toldAt = clock.now();
    try {
      await store.write([...received, ...notice]);
    } catch (error) {
      // Nobody was told.
      if (notice.length > 0) this.#toldAt = toldAt;
      throw error;
    }
  }

  /** Once an hour, and of nothing that a machine sent: what we say might come back as that. */
  async #changesToTell(mail: ReceivedMail): Promise<readonly Change[]> {
    const { account, deliveries, clock, random, zone } = this.#parts;
    const now = clock.now();
    if (now - this.#toldAt < hourMs || isAutomatic(mail)) return [];
    const contacts = await account.contacts(this.#owner);
    if (contacts.length === 0) return [];
    return deliveries.changesToEnqueue(
      noticeMessage({ owner: this.#owner, contacts, recipients: mail.recipients }, { now, random, zone }),
    );
  }
}

interface RoleMailboxesParts {
  readonly store: RoleMailStore;
  readonly inbox: Pick<Inbox, "receive">;
  readonly account: Pick<Account, "contacts">;
  readonly deliveries: Pick<Deliveries, "changesToEnqueue">;
  /** Whether a domain is a custom MAIL FROM domain of somebody here. */
  readonly isMailFromDomain: (domain: string) => Promise<boolean>;
  readonly clock: Clock;
  readonly random: Random;
  readonly zone: string;
  /** Where the operator's account is looked at. */
  readonly region: string;
  /** Of the host that takes the mail. */
  readonly hostName: string;
}
