import type { Events } from "#features/events/index.ts";
import type { LinkHosts } from "#features/identities/index.ts";
import type { Clock } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { Rate } from "#platform/rate.ts";
import type { SealedTokens } from "#platform/sealed-tokens.ts";
import { type Choice, type Contact, type ContactList, statusOf } from "./contact.ts";
import type { ContactLists } from "./contact-lists.ts";
import type { Contacts } from "./contacts.ts";

/** What a link to unsubscribe with is about. */
export interface UnsubscribeLink {
  readonly owner: Owner;
  readonly list: string;
  readonly topic: string | undefined;
  readonly address: string;
  readonly messageId: string;
  readonly configurationSet: string | undefined;
}

const purpose = "unsubscribe";
/** Of one recipient of a message. Each is told to whoever listens, and who has the link can post to it without end. */
const mostChangesAMinute = 30;

/** The ways out that every message of a list carries: a page of preferences, and one click (RFC 8058). */
export class Unsubscribe {
  readonly #contacts: Pick<Contacts, "changesToChoose" | "find">;
  readonly #lists: Pick<ContactLists, "find">;
  readonly #events: Pick<Events, "raise">;
  readonly #tokens: SealedTokens;
  readonly #clock: Clock;
  readonly #publicUrl: () => string;
  readonly #linkHosts: Pick<LinkHosts, "isForeign">;
  readonly #rate: Rate;

  constructor(parts: {
    contacts: Pick<Contacts, "changesToChoose" | "find">;
    contactLists: Pick<ContactLists, "find">;
    events: Pick<Events, "raise">;
    tokens: SealedTokens;
    clock: Clock;
    publicUrl: () => string;
    linkHosts: Pick<LinkHosts, "isForeign">;
  }) {
    this.#contacts = parts.contacts;
    this.#lists = parts.contactLists;
    this.#events = parts.events;
    this.#tokens = parts.tokens;
    this.#clock = parts.clock;
    this.#publicUrl = parts.publicUrl;
    this.#linkHosts = parts.linkHosts;
    this.#rate = new Rate(parts.clock, mostChangesAMinute);
  }

  /** The link, and the header fields that carry it. */
  linkFor({ owner, ...of }: UnsubscribeLink) {
    const content = [
      owner.account,
      owner.region,
      of.list,
      of.topic ?? "",
      of.address,
      of.messageId,
      of.configurationSet ?? "",
    ];
    const url = `${this.#publicUrl()}/unsubscribe/${this.#tokens.write(purpose, content)}`;
    const fields = [
      ["List-Unsubscribe", `<${url}>`],
      ["List-Unsubscribe-Post", "List-Unsubscribe=One-Click"],
    ] as const;
    return { url, fields };
  }

  /** Undefined for what we did not write, and at a host that it may not stand under. */
  async read(token: string, host: string): Promise<UnsubscribeLink | undefined> {
    const content = this.#tokens.read(purpose, token);
    if (content?.length !== 7) return undefined;
    const [account = "", region = "", list = "", topic = "", address = "", messageId = "", set = ""] =
      content;
    if (await this.#linkHosts.isForeign(account, host)) return undefined;
    return {
      owner: { account, region },
      list,
      topic: topic === "" ? undefined : topic,
      address,
      messageId,
      configurationSet: set === "" ? undefined : set,
    };
  }

  /** What the page shows; undefined where the list has gone. */
  async preferencesOf({ owner, list: name, address }: UnsubscribeLink) {
    const list = await this.#lists.find(owner);
    if (list?.name !== name) return undefined;
    const contact = await this.#contacts.find(owner, name, address);
    const topics = list.topics.map((topic) => ({ ...topic, status: statusOf(list, contact, topic.name) }));
    return { topics, unsubscribedFromAll: contact?.unsubscribedFromAll ?? false };
  }

  /** One click: out of the link's topic, or where it has none out of all; never back into anything. Answers whether the list is there. */
  async atOnce(link: UnsubscribeLink): Promise<boolean> {
    const choice =
      link.topic === undefined
        ? { preferences: {}, unsubscribedFromAll: true }
        : { preferences: { [link.topic]: "OPT_OUT" as const }, unsubscribedFromAll: undefined };
    return await this.choose(link, choice, "UnsubscribeHeader");
  }

  /**
   * Keeps a choice together with the telling of it; one that was made before is told of no more. Answers whether the list is there. Throws
   * `too-many-requests`.
   */
  async choose(
    link: UnsubscribeLink,
    choice: Choice,
    source: "UnsubscribeHeader" | "PreferencesPage" = "PreferencesPage",
  ): Promise<boolean> {
    const { owner, list, address, messageId, configurationSet } = link;
    const chosen = await this.#contacts.changesToChoose(owner, list, { address, ...choice });
    if (chosen === undefined) return false;
    if (chosen.changes.length === 0) return true;
    if (!this.#rate.admit(`${messageId} ${address}`)) {
      throw new CallerError("too-many-requests", "This was changed too often. Try again in a minute.");
    }
    const at = this.#clock.now();
    const detail = {
      contactList: list,
      timestamp: new Date(at).toISOString(),
      source,
      newTopicPreferences: preferencesIn(chosen.list, chosen.after),
      oldTopicPreferences: preferencesIn(chosen.list, chosen.before),
    };
    const event = { type: "Subscription", at, detail } as const;
    try {
      await this.#events.raise({ owner, messageId, configurationSet }, event, chosen.changes);
    } catch (error) {
      // Deleted just now.
      if (error instanceof CallerError && error.problem === "not-found") return false;
      throw error;
    }
    return true;
  }
}

function preferencesIn(list: ContactList, contact: Contact): object {
  return {
    unsubscribeAll: contact.unsubscribedFromAll,
    topicSubscriptionStatus: list.topics.map(({ name }) => ({
      topicName: name,
      subscriptionStatus: statusOf(list, contact, name) === "OPT_IN" ? "OptIn" : "OptOut",
    })),
  };
}
