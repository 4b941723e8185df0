import type { Tag, Tags } from "#features/tags/index.ts";
import type { Clock } from "#platform/clock.ts";
import { newId } from "#platform/ids.ts";
import type { Owner } from "#platform/owner.ts";
import type { Random } from "#platform/random.ts";
import type { ContactList, Topic } from "./contact.ts";
import { noList } from "./contact-rules.ts";
import { checkList } from "./list-rules.ts";
import type { ContactListStore, NamedList } from "./list-store.ts";

export interface ContactListRequest {
  readonly name: string;
  readonly description: string | undefined;
  readonly topics: readonly Topic[];
}

/** One list for an account in a region, and its topics. */
export class ContactLists {
  readonly #store: ContactListStore;
  readonly #tags: Tags;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(parts: { store: ContactListStore; tags: Tags; clock: Clock; random: Random }) {
    this.#store = parts.store;
    this.#tags = parts.tags;
    this.#clock = parts.clock;
    this.#random = parts.random;
  }

  /** Throws `bad-request`, also where there is a list already. */
  async create(owner: Owner, request: ContactListRequest, tags: readonly Tag[]): Promise<ContactList> {
    checkList(request);
    this.#tags.validate(tags);
    await this.#removeLeft({ ...owner, list: request.name });
    const now = this.#clock.now();
    const list = { owner, id: newId("lst", now, this.#random), ...request, createdAt: now, updatedAt: now };
    await this.#store.write([
      this.#store.insert(list),
      ...this.#tags.changesToSet(owner, `contact-list/${request.name}`, tags),
    ]);
    return list;
  }

  /** Throws `not-found`. */
  async get(owner: Owner, name: string): Promise<ContactList & { readonly tags: readonly Tag[] }> {
    const list = await this.existing(owner, name);
    return { ...list, tags: await this.#tags.ofResource(owner, `contact-list/${name}`) };
  }

  async find(owner: Owner): Promise<ContactList | undefined> {
    return await this.#store.find(owner);
  }

  /** Throws `not-found`. */
  async existing(owner: Owner, name: string): Promise<ContactList> {
    const list = await this.#store.find(owner);
    if (list?.name !== name) throw noList(name);
    return list;
  }

  /** Replaces description and topics whole. Throws `not-found`, `bad-request`. */
  async update(owner: Owner, request: ContactListRequest): Promise<void> {
    const list = await this.existing(owner, request.name);
    checkList(request);
    await this.#store.write([this.#store.replace({ ...list, ...request, updatedAt: this.#clock.now() })]);
  }

  /** It is gone at once, its contacts some at a time: there may be a million. Throws `not-found`. */
  async remove(owner: Owner, name: string): Promise<void> {
    await this.#store.write([
      this.#store.remove(owner, name),
      ...this.#tags.changesToRemoveAll(owner, `contact-list/${name}`),
    ]);
    await this.#removeLeft({ ...owner, list: name });
  }

  /** Forgets contacts of lists that were deleted by a process that ended before it was done. */
  async forgetLeft(signal: AbortSignal): Promise<void> {
    const before = { account: "", region: "", list: "" };
    let list = await this.#store.nextWithContacts(before);
    while (list !== undefined && !signal.aborted) {
      await this.#removeLeft(list, signal);
      list = await this.#store.nextWithContacts(list);
    }
  }

  /** For a group that writes of its contacts, or of what else needs the list. */
  changeRequiringExistence(owner: Owner, name: string) {
    return this.#store.requireExistence(owner, name);
  }

  async #removeLeft(list: NamedList, signal?: AbortSignal): Promise<void> {
    let reached: string | undefined = "";
    while (reached !== undefined && signal?.aborted !== true) {
      reached = await this.#store.removeSomeLeft(list, reached);
    }
  }
}
