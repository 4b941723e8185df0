import { setImmediate as turn } from "node:timers/promises";
import type { Change } from "#platform/change.ts";
import type { Clock } from "#platform/clock.ts";
import type { Owner } from "#platform/owner.ts";
import { type Page, type PageRequest, readSearchPage } from "#platform/paging.ts";
import {
  type Choice,
  type Contact,
  type ContactList,
  hasSaid,
  type Preferences,
  type SubscriptionStatus,
  statusOf,
  wants,
} from "./contact.ts";
import type { ContactLists } from "./contact-lists.ts";
import { faultOf, nameOf, noContact, readName, requireTopics } from "./contact-rules.ts";
import type { ContactStore } from "./store.ts";

/** A page ends after so many contacts were looked at, found or not: its reader may go on from there. */
const mostLookedAt = 20_000;
const lookedAtOnce = 500;

/** What a contact says of itself. Undefined members are not said. */
export interface ContactRequest {
  readonly address: string;
  readonly preferences: Preferences;
  readonly unsubscribedFromAll: boolean | undefined;
  readonly attributes: string | undefined;
}

/** Who wants mail of which kind: the contacts of a list. */
export class Contacts {
  readonly #store: ContactStore;
  readonly #lists: ContactLists;
  readonly #clock: Clock;

  constructor(parts: { store: ContactStore; contactLists: ContactLists; clock: Clock }) {
    this.#store = parts.store;
    this.#lists = parts.contactLists;
    this.#clock = parts.clock;
  }

  /** Throws `not-found` (list), `already-exists`, `bad-request`. */
  async create(owner: Owner, listName: string, request: ContactRequest): Promise<void> {
    const address = readName(request.address);
    const list = await this.#lists.existing(owner, listName);
    requireTopics(list, Object.keys(request.preferences));
    const now = this.#clock.now();
    const contact: Contact = {
      ...request,
      address,
      unsubscribedFromAll: request.unsubscribedFromAll ?? false,
      createdAt: now,
      updatedAt: now,
    };
    await this.#store.write([
      this.#lists.changeRequiringExistence(owner, listName),
      this.#store.insert(owner, listName, contact),
    ]);
  }

  /** Throws `not-found` (list or contact), `bad-request`. */
  async get(owner: Owner, listName: string, given: string): Promise<{ list: ContactList; contact: Contact }> {
    const address = readName(given);
    const list = await this.#lists.existing(owner, listName);
    const contact = await this.#store.find(owner, listName, address);
    if (contact === undefined) throw noContact(given);
    return { list, contact };
  }

  /** Undefined where the list has no such contact, or is not there. */
  async find(owner: Owner, listName: string, address: string): Promise<Contact | undefined> {
    return await this.#store.find(owner, listName, address);
  }

  /** Topics that are not named keep what was said; all else is as the request has it. Throws `not-found`, `bad-request`. */
  async update(owner: Owner, listName: string, request: ContactRequest): Promise<void> {
    const { list, contact } = await this.get(owner, listName, request.address);
    requireTopics(list, Object.keys(request.preferences));
    await this.#store.write([
      this.#store.say(owner, listName, {
        address: contact.address,
        preferences: request.preferences,
        unsubscribedFromAll: request.unsubscribedFromAll ?? false,
        attributes: request.attributes ?? null,
        updatedAt: this.#clock.now(),
      }),
    ]);
  }

  /** Throws `not-found`. */
  async remove(owner: Owner, listName: string, address: string): Promise<void> {
    const name = readName(address);
    await this.#lists.existing(owner, listName);
    await this.#store.write([this.#store.remove(owner, listName, name)]);
  }

  /**
   * Makes many contacts, or puts what is said now in the place of what they said. Answers, in their order, what is wrong with those
   * that were not; nothing for the others. Throws `not-found` (list).
   */
  async putAll(
    owner: Owner,
    listName: string,
    requests: readonly ContactRequest[],
  ): Promise<(string | undefined)[]> {
    const list = await this.#lists.existing(owner, listName);
    const now = this.#clock.now();
    const faults = requests.map((request) => faultOf(list, request));
    const puts = requests
      .filter((_, at) => faults[at] === undefined)
      .map((request) => ({
        ...request,
        address: nameOf(request.address),
        unsubscribedFromAll: request.unsubscribedFromAll ?? false,
        createdAt: now,
        updatedAt: now,
      }))
      .flatMap((contact) => this.#store.put(owner, listName, contact));
    if (puts.length > 0)
      await this.#store.write([this.#lists.changeRequiringExistence(owner, listName), ...puts]);
    return faults;
  }

  /** Takes many from the list, whether they were on it or not; answers as `putAll` does. Throws `not-found` (list). */
  async removeAll(
    owner: Owner,
    listName: string,
    addresses: readonly string[],
  ): Promise<(string | undefined)[]> {
    await this.#lists.existing(owner, listName);
    await this.#store.write(
      addresses.map((address) => this.#store.removeIfThere(owner, listName, nameOf(address))),
    );
    return addresses.map(() => undefined);
  }

  /** By address. A page with a filter may have fewer than asked for, or none, and yet not be the last. Throws `not-found`, `bad-request`. */
  async list(
    owner: Owner,
    listName: string,
    {
      status,
      topic,
      addressContains,
      page,
    }: {
      readonly status: SubscriptionStatus | undefined;
      readonly topic:
        | { readonly name: string; readonly useDefault: boolean; readonly called: string }
        | undefined;
      readonly addressContains?: string | undefined;
      readonly page: PageRequest;
    },
  ): Promise<{ readonly list: ContactList; readonly page: Page<Contact> }> {
    const list = await this.#lists.existing(owner, listName);
    if (topic !== undefined) requireTopics(list, [topic.name], topic.called);
    const withDefault = topic?.useDefault === true ? statusOf(list, undefined, topic.name) : undefined;
    const filter = { status, topic: topic && { name: topic.name, withDefault }, addressContains };
    const narrows = status !== undefined || addressContains !== undefined;
    const found = await readSearchPage(page, {
      name: `contacts-${listName}`,
      positionOf: ({ address }: Contact) => address,
      mostLookedAt,
      lookedAtOnce: (wanted) => (narrows ? Math.max(lookedAtOnce, wanted) : wanted),
      read: async (stretch) => {
        await turn();
        return await this.#store.list(owner, listName, { filter, ...stretch });
      },
    });
    return { list, page: found };
  }

  /** Whether a recipient wants this. One who is no contact yet becomes one with the message. Throws `not-found`, `bad-request`. */
  async admit(
    owner: Owner,
    { list: name, topic }: { readonly list: string; readonly topic: string | undefined },
    address: string,
  ): Promise<{ readonly subscribed: boolean; readonly changes: readonly Change[] }> {
    const list = await this.#lists.existing(owner, name);
    if (topic !== undefined) requireTopics(list, [topic], "ListManagementOptions.TopicName");
    const contact = await this.#store.find(owner, name, address);
    const subscribed = wants(list, contact, topic);
    if (contact !== undefined) return { subscribed, changes: [] };
    const now = this.#clock.now();
    const newcomer = {
      address,
      preferences: {},
      unsubscribedFromAll: false,
      attributes: undefined,
      createdAt: now,
      updatedAt: now,
    };
    const changes = [
      this.#lists.changeRequiringExistence(owner, name),
      this.#store.insertUnlessThere(owner, name, newcomer),
    ];
    return { subscribed, changes };
  }

  /**
   * What a contact wants, as it says itself; what is not said stays. Answers what it wanted before, and what to write: nothing, where it
   * has said so before. Undefined: no such list.
   */
  async changesToChoose(
    owner: Owner,
    listName: string,
    choice: Choice & { readonly address: string },
  ): Promise<
    | {
        readonly list: ContactList;
        readonly before: Contact;
        readonly after: Contact;
        readonly changes: readonly Change[];
      }
    | undefined
  > {
    const list = await this.#lists.find(owner);
    if (list?.name !== listName) return undefined;
    const now = this.#clock.now();
    const known = await this.#store.find(owner, listName, choice.address);
    const before = known ?? {
      address: choice.address,
      preferences: {},
      unsubscribedFromAll: false,
      attributes: undefined,
      createdAt: now,
      updatedAt: now,
    };
    const after = {
      ...before,
      preferences: { ...before.preferences, ...choice.preferences },
      unsubscribedFromAll: choice.unsubscribedFromAll ?? before.unsubscribedFromAll,
      updatedAt: now,
    };
    if (known !== undefined && hasSaid(known, choice)) return { list, before, after, changes: [] };
    const changes = [
      this.#lists.changeRequiringExistence(owner, listName),
      this.#store.insertUnlessThere(owner, listName, after),
      this.#store.say(owner, listName, { ...choice, updatedAt: now }),
    ];
    return { list, before, after, changes };
  }
}
