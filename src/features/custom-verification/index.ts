import type { Account } from "#features/account/index.ts";
import { isSimulated, newMessageId } from "#features/delivery/index.ts";
import type { AddressProof, Identities } from "#features/identities/index.ts";
import { findSender } from "#features/sending/index.ts";
import type { Tag, Tags } from "#features/tags/index.ts";
import type { Clock } from "#platform/clock.ts";
import { badRequest, CallerError } from "#platform/errors.ts";
import { newId } from "#platform/ids.ts";
import type { Owner } from "#platform/owner.ts";
import { type Page, type PageRequest, readPage } from "#platform/paging.ts";
import type { Random } from "#platform/random.ts";
import { readAddress } from "#protocols/address/address.ts";
import { type CustomTemplate, type CustomTemplateStore, type ListedTemplate, missing } from "./store.ts";

export { type CustomTemplate, CustomTemplateStore, type ListedTemplate } from "./store.ts";

/** SES's limits. */
const mostTemplates = 50;
const largestContentBytes = 10 * 1024 * 1024;

type Words = Pick<CustomTemplate, "name" | "sender" | "subject" | "content" | "successUrl" | "failureUrl">;

/** Verification messages in the sender's own words. */
export class CustomVerification {
  readonly #store: CustomTemplateStore;
  readonly #identities: Identities;
  readonly #addressProof: AddressProof;
  readonly #tags: Tags;
  readonly #account: Pick<Account, "settings" | "admit">;
  readonly #requireRoom: (address: string) => Promise<void>;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(parts: {
    store: CustomTemplateStore;
    identities: Identities;
    addressProof: AddressProof;
    tags: Tags;
    account: Pick<Account, "settings" | "admit">;
    /** Throws `too-many-requests` where an address was mailed enough. */
    requireRoom: (address: string) => Promise<void>;
    clock: Clock;
    random: Random;
  }) {
    this.#store = parts.store;
    this.#identities = parts.identities;
    this.#addressProof = parts.addressProof;
    this.#tags = parts.tags;
    this.#account = parts.account;
    this.#requireRoom = parts.requireRoom;
    this.#clock = parts.clock;
    this.#random = parts.random;
  }

  /** Throws `not-found` (an unverified sender), `already-exists`, `limit-exceeded`, `bad-request`. */
  async create(owner: Owner, words: Words, tags: readonly Tag[]): Promise<CustomTemplate> {
    this.#tags.validate(tags);
    await this.#check(owner, words);
    const now = this.#clock.now();
    const template = { owner, id: newId("cvt", now, this.#random), createdAt: now, ...words };
    await this.#store.write([
      ...this.#store.insert(template, mostTemplates),
      ...this.#tags.changesToSet(owner, `custom-verification-email-template/${words.name}`, tags),
    ]);
    return template;
  }

  /** Throws `not-found`. */
  async get(owner: Owner, name: string): Promise<CustomTemplate & { readonly tags: readonly Tag[] }> {
    const template = await this.#store.find(owner, name);
    if (template === undefined) throw missing(name);
    const tags = await this.#tags.ofResource(owner, `custom-verification-email-template/${name}`);
    return { ...template, tags };
  }

  async find(owner: Owner, name: string): Promise<CustomTemplate | undefined> {
    return await this.#store.find(owner, name);
  }

  async list(owner: Owner, page: PageRequest): Promise<Page<ListedTemplate>> {
    return await readPage(page, {
      name: "custom-verification-templates",
      positionOf: ({ name }) => name,
      read: async (from) => await this.#store.list(owner, from),
    });
  }

  /** Throws `not-found`, `bad-request`. */
  async update(owner: Owner, words: Words): Promise<void> {
    const template = await this.#store.find(owner, words.name);
    if (template === undefined) throw missing(words.name);
    await this.#check(owner, words);
    await this.#store.write([this.#store.replace({ ...template, ...words })]);
  }

  /** Throws `not-found`. */
  async remove(owner: Owner, name: string): Promise<void> {
    await this.#store.write([
      this.#store.remove(owner, name),
      ...this.#tags.changesToRemoveAll(owner, `custom-verification-email-template/${name}`),
    ]);
  }

  /**
   * Asks an address, known or not, to prove itself. The words are the account's, so it is a message like any other of its: who may send none
   * mails none, and it counts for the quota. Throws `bad-request`, `not-found`, `message-rejected`, `sending-paused`, `too-many-requests`,
   * `quota-exceeded`.
   */
  async send(owner: Owner, address: string, name: string): Promise<{ messageId: string; sentAt: number }> {
    if (address === "") throw badRequest("EmailAddress", "Email address not specified.");
    if (!readAddress(address).ok) throw badRequest("EmailAddress", `Invalid email address<${address}>.`);
    const template = await this.#store.find(owner, name);
    if (template === undefined) throw missing(name);
    const sender = await this.#requireSender(owner, template.sender);
    const sentAt = this.#clock.now();
    const messageId = newMessageId(owner.region, sentAt, this.#random);
    const message = {
      id: messageId,
      sender: template.sender,
      subject: template.subject,
      html: template.content,
      signWith:
        sender.signingDomain === undefined
          ? ("service" as const)
          : { domain: sender.signingDomain, owner: sender.identity.owner },
      successUrl: template.successUrl,
      failureUrl: template.failureUrl,
    };
    await this.#requireRoom(address);
    const charge = await this.#charge(owner, address);
    const alongside = charge.changes;
    try {
      await this.#identities.create(owner, { name: address, tags: [], message, alongside });
    } catch (error) {
      if (!(error instanceof CallerError) || error.problem !== "already-exists") throw error;
      await this.#addressProof.ask(owner, address, { message, alongside });
    }
    await charge.count();
    return { messageId, sentAt };
  }

  async #charge(owner: Owner, address: string) {
    const { productionAccess } = await this.#account.settings(owner);
    if (!productionAccess) {
      throw new CallerError(
        "message-rejected",
        "Custom verification messages are for accounts that are out of the sandbox.",
      );
    }
    return await this.#account.admit(owner, { recipients: 1, counted: isSimulated(address) ? 0 : 1 });
  }

  async #check(owner: Owner, { sender, content, successUrl, failureUrl }: Words): Promise<void> {
    await this.#requireSender(owner, sender);
    if (Buffer.byteLength(content) > largestContentBytes) {
      throw badRequest("TemplateContent", "The template must not be larger than 10 MB.");
    }
    if (!isWebUrl(successUrl))
      throw badRequest("SuccessRedirectionURL", "The success redirection URL is invalid");
    if (!isWebUrl(failureUrl))
      throw badRequest("FailureRedirectionURL", "The failure redirection URL is invalid");
  }

  async #requireSender(owner: Owner, address: string) {
    const sender = readAddress(address).ok ? await findSender(this.#identities, owner, address) : undefined;
    if (sender !== undefined) return sender;
    throw new CallerError("not-found", `The from email address <${address}> is not verified`);
  }
}

function isWebUrl(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? "");
}
