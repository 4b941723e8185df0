import type { AccountSettings } from "#features/account/index.ts";
import type { AddressProof, Identities } from "#features/identities/index.ts";
import {
  findSender,
  provingOperation,
  type Sending,
  type SendingCaller,
  type SendRequest,
  type Sent,
} from "#features/sending/index.ts";
import type { Tag, Tags } from "#features/tags/index.ts";
import type { VerificationLinks } from "#features/verification-links/index.ts";
import type { Clock } from "#platform/clock.ts";
import { badRequest, CallerError } from "#platform/errors.ts";
import { newId } from "#platform/ids.ts";
import type { Owner } from "#platform/owner.ts";
import { type Page, type PageRequest, readPage } from "#platform/paging.ts";
import type { Random } from "#platform/random.ts";
import { readAddress } from "#protocols/address/address.ts";
import { customWords } from "./custom-words.ts";
import {
  type CustomTemplate,
  type CustomTemplateStore,
  type ListedTemplate,
  missing,
  type WordsChange,
} from "./store.ts";
import { checkName, checkWords } from "./template-rules.ts";

/** SES's limit. */
const mostTemplates = 50;

type Words = Pick<CustomTemplate, "name" | "sender" | "subject" | "content" | "successUrl" | "failureUrl">;

interface ProofRequest {
  /** Whose owner is asked. */
  readonly address: string;
  /** The name of the template. */
  readonly template: string;
  readonly configurationSet: string | undefined;
}

interface AccountStanding {
  settings(owner: Owner): Promise<Pick<AccountSettings, "productionAccess">>;
}

type TagsOfTemplates = Pick<Tags, "validate" | "ofResource" | "changesToSet" | "changesToRemoveAll">;

interface Proof {
  readonly caller: SendingCaller;
  readonly request: ProofRequest;
  readonly template: CustomTemplate;
  readonly link: string;
}

/** Verification messages in the sender's own words. */
export class CustomVerification {
  readonly #store: CustomTemplateStore;
  readonly #identities: Pick<Identities, "create" | "find">;
  readonly #addressProof: Pick<AddressProof, "ask">;
  readonly #tags: TagsOfTemplates;
  readonly #account: AccountStanding;
  readonly #links: Pick<VerificationLinks, "draw" | "requireRoom">;
  readonly #sending: Pick<Sending, "changesToSend" | "roomFor">;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(parts: {
    store: CustomTemplateStore;
    identities: Pick<Identities, "create" | "find">;
    addressProof: Pick<AddressProof, "ask">;
    tags: TagsOfTemplates;
    account: AccountStanding;
    links: Pick<VerificationLinks, "draw" | "requireRoom">;
    sending: Pick<Sending, "changesToSend" | "roomFor">;
    clock: Clock;
    random: Random;
  }) {
    this.#store = parts.store;
    this.#identities = parts.identities;
    this.#addressProof = parts.addressProof;
    this.#tags = parts.tags;
    this.#account = parts.account;
    this.#links = parts.links;
    this.#sending = parts.sending;
    this.#clock = parts.clock;
    this.#random = parts.random;
  }

  /** Throws `unverified-sender`, `already-exists`, `limit-exceeded`, `bad-request`, `invalid-verification-content`. */
  async create(owner: Owner, words: Words, tags: readonly Tag[]): Promise<CustomTemplate> {
    checkName(words.name);
    this.#tags.validate(tags);
    await this.#requireSender(owner, words.sender);
    checkWords(words);
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

  async list(owner: Owner, page: PageRequest): Promise<Page<ListedTemplate>> {
    return await readPage(page, {
      name: "custom-verification-templates",
      positionOf: ({ name }) => name,
      read: async (from) => await this.#store.list(owner, from),
    });
  }

  /** Throws `not-found`, `unverified-sender`, `bad-request`, `invalid-verification-content`. */
  async update(owner: Owner, name: string, words: WordsChange): Promise<void> {
    if (!(await this.#store.exists(owner, name))) throw missing(name);
    if (words.sender !== undefined) await this.#requireSender(owner, words.sender);
    checkWords(words);
    await this.#store.write([this.#store.change(owner, name, words)]);
  }

  /** Throws `not-found`. */
  async remove(owner: Owner, name: string): Promise<void> {
    await this.#store.write([
      this.#store.remove(owner, name),
      ...this.#tags.changesToRemoveAll(owner, `custom-verification-email-template/${name}`),
    ]);
  }

  /**
   * Asks an address, known or not, to prove itself. The words are the account's, so it is a message like any other of its, under the rules of
   * a configuration set, but that its content is told to nobody but who gets it. Throws `not-found`, `unverified-sender`,
   * `no-production-access`, and what sending throws.
   */
  async send(caller: SendingCaller, request: ProofRequest): Promise<Sent> {
    const { owner } = caller;
    const { address } = request;
    if (address === "") throw badRequest("EmailAddress", "Email address not specified.");
    if (!readAddress(address).ok) throw badRequest("EmailAddress", `Invalid email address<${address}>.`);
    const listed = await this.#store.findListed(owner, request.template);
    if (listed === undefined) throw missing(request.template);
    await this.#requireSender(owner, listed.sender);
    await this.#links.requireRoom(address);
    await this.#requireProduction(owner);
    // Before the content is read: of any number of small calls each may be for 10 MB.
    using room = await this.#sending.roomFor(listed.contentBytes);
    const template = await this.#store.find(owner, request.template);
    if (template === undefined) throw missing(request.template);
    const { token, url } = this.#links.draw();
    const message = proofMessage({ caller, request, template, link: url });
    const sending = await this.#sending.changesToSend(message, room);
    const { messageId, sentAt, changes: alongside, count } = sending;
    const mailed = {
      token,
      messageId,
      redirects: { success: template.successUrl, failure: template.failureUrl },
    };
    try {
      await this.#identities.create(owner, { name: address, tags: [], mailed, alongside });
    } catch (error) {
      if (!(error instanceof CallerError) || error.problem !== "already-exists") throw error;
      await this.#addressProof.ask(owner, address, { mailed, alongside });
    }
    await count();
    return { messageId, sentAt };
  }

  async #requireProduction(owner: Owner): Promise<void> {
    const { productionAccess } = await this.#account.settings(owner);
    if (productionAccess) return;
    const message = "Custom verification messages are for accounts that are out of the sandbox.";
    throw new CallerError("no-production-access", message);
  }

  async #requireSender(owner: Owner, address: string): Promise<void> {
    if (readAddress(address).ok && (await findSender(this.#identities, owner, address)) !== undefined) return;
    throw new CallerError("unverified-sender", `The from email address <${address}> is not verified`);
  }
}

function proofMessage({ caller, request, template, link }: Proof): SendRequest {
  const { address, configurationSet } = request;
  return {
    caller,
    operation: provingOperation,
    from: template.sender,
    arns: { from: undefined, source: undefined, returnPath: undefined },
    destination: { to: [address], cc: [], bcc: [] },
    replyTo: [],
    feedbackTo: undefined,
    content: {
      kind: "simple",
      subject: template.subject,
      text: undefined,
      html: customWords(template.content, { address, link }),
      // RFC 3834 §5: no vacation notice is to answer it.
      headers: [{ name: "Auto-Submitted", value: "auto-generated" }],
      attachments: [],
    },
    tags: undefined,
    configurationSet,
    list: undefined,
    tenant: undefined,
    tracking: {},
  };
}
