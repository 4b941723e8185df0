import type { Checks } from "#features/checks/index.ts";
import type { ConfigurationSets } from "#features/configuration-sets/index.ts";
import type { DkimKey, DkimKeys } from "#features/dkim-keys/index.ts";
import type { Tag, Tags } from "#features/tags/index.ts";
import type { MailedToken, VerificationLinks } from "#features/verification-links/index.ts";
import type { Change } from "#platform/change.ts";
import type { Clock } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import { newId } from "#platform/ids.ts";
import type { Owner } from "#platform/owner.ts";
import { type Page, type PageRequest, readPage } from "#platform/paging.ts";
import type { Random } from "#platform/random.ts";
import type { IdentityDetailsStore } from "./details-store.ts";
import {
  type DkimSettings,
  type Identity,
  type IdentityDetails,
  type ListedIdentity,
  originOf,
  parentRegion,
  verificationAt,
} from "./identity.ts";
import { chooseDkim, type DkimRequest, nameAsKept, readName } from "./new-identity.ts";
import { parentOf } from "./parent.ts";
import type { PolicyStore } from "./policies-store.ts";
import { alreadyExists, noSuchIdentity, unknownIdentity } from "./refusals.ts";
import type { IdentityStore, ListFilter } from "./store.ts";

/** SES's quota for domains and addresses together, in one region. */
export const mostIdentities = 10_000;

export interface NewIdentityRequest {
  readonly name: string;
  readonly tags: readonly Tag[];
  readonly configurationSet?: string | undefined;
  readonly dkim?: DkimRequest | undefined;
  /** The link that an address is mailed by what is written alongside, instead of one in our own words. */
  readonly mailed?: MailedToken;
  /** What is to be written with it. */
  readonly alongside?: readonly Change[];
}

/** What a domain is proven by, and why not, where that is plain already. */
interface DomainProof {
  readonly origin: DkimSettings["origin"];
  readonly bits: DkimSettings["nextKeyBits"];
  readonly keys: readonly DkimKey[];
  readonly fault: string | undefined;
  /** To be written with the identity. */
  readonly changes: readonly Change[];
}

export interface ListRequest {
  readonly filter: ListFilter;
  readonly page: PageRequest;
}

/** Addresses and domains, and the proof that their owner owns them. */
export class Identities {
  readonly #store: IdentityStore;
  readonly #details: IdentityDetailsStore;
  readonly #policies: PolicyStore;
  readonly #tags: Tags;
  readonly #configurationSets: ConfigurationSets;
  readonly #dkimKeys: DkimKeys;
  readonly #checks: Checks;
  readonly #links: VerificationLinks;
  readonly #changesOnRemoval: (owner: Owner, name: string) => readonly Change[];
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(parts: {
    store: IdentityStore;
    details: IdentityDetailsStore;
    policies: PolicyStore;
    tags: Tags;
    configurationSets: ConfigurationSets;
    dkimKeys: DkimKeys;
    checks: Checks;
    links: VerificationLinks;
    /** What goes with an identity, or keeps it. */
    changesOnRemoval: (owner: Owner, name: string) => readonly Change[];
    clock: Clock;
    random: Random;
  }) {
    this.#store = parts.store;
    this.#details = parts.details;
    this.#policies = parts.policies;
    this.#tags = parts.tags;
    this.#configurationSets = parts.configurationSets;
    this.#dkimKeys = parts.dkimKeys;
    this.#checks = parts.checks;
    this.#links = parts.links;
    this.#changesOnRemoval = parts.changesOnRemoval;
    this.#clock = parts.clock;
    this.#random = parts.random;
  }

  /**
   * Writes the identity and everything that proves it, or nothing. Throws `bad-request`, `already-exists`,
   * `limit-exceeded`, `unknown-configuration-set`.
   */
  async create(owner: Owner, request: NewIdentityRequest): Promise<IdentityDetails> {
    const { kind, name } = readName(request.name, request.dkim);
    await this.#validateTags(owner, name, request.tags);
    const configurationSet = request.configurationSet === "" ? undefined : request.configurationSet;
    const proof = kind === "domain" ? await this.#proveDomain(owner, name, request.dkim ?? {}) : undefined;
    const identity = this.#newIdentity(owner, { kind, name, configurationSet, proof });
    await this.#store.write([
      ...this.#store.insert(identity, mostIdentities),
      ...(configurationSet === undefined
        ? []
        : [this.#configurationSets.changeRequiringExistence(owner, configurationSet)]),
      ...this.#tags.changesToSet(owner, `identity/${name}`, request.tags),
      ...(proof?.changes ?? this.#changesToMail(identity, request.mailed)),
      ...(request.alongside ?? []),
    ]);
    return { ...identity, keys: proof?.keys ?? [], policies: {}, tags: request.tags };
  }

  #changesToMail({ owner, id, name }: Identity, mailed: MailedToken | undefined): Change[] {
    const link = { owner, identityId: id, address: name };
    return mailed === undefined ? this.#links.changesToMail(link) : this.#links.changesToKeep(link, mailed);
  }

  /** SES says that there is one already before it says what is wrong with the tags. */
  async #validateTags(owner: Owner, name: string, tags: readonly Tag[]): Promise<void> {
    try {
      this.#tags.validate(tags);
    } catch (error) {
      throw (await this.exists(owner, name)) ? alreadyExists(name) : error;
    }
  }

  /** Throws `not-found`. A replica shows its parent's keys; an address those of a domain that is exactly its own. */
  async get(owner: Owner, name: string): Promise<IdentityDetails> {
    const identity = await this.findDetails(owner, name);
    if (identity !== undefined) return identity;
    throw unknownIdentity(name);
  }

  async findDetails(owner: Owner, name: string): Promise<IdentityDetails | undefined> {
    const identity = await this.#details.find(owner, nameAsKept(name));
    return identity && (await this.#withInherited(this.#asOfNow(identity)));
  }

  async find(owner: Owner, name: string): Promise<Identity | undefined> {
    const identity = await this.#store.find(owner, nameAsKept(name));
    return identity && this.#asOfNow(identity);
  }

  async exists(owner: Owner, name: string): Promise<boolean> {
    return (await this.#store.find(owner, nameAsKept(name))) !== undefined;
  }

  /** Whether a domain is somebody's custom MAIL FROM domain, and proven. */
  async isMailFromDomain(domain: string): Promise<boolean> {
    return await this.#store.hasMailFromDomain(domain);
  }

  /** One page, by name. Throws `bad-request` for a page that cannot be. */
  async list(owner: Owner, { filter, page }: ListRequest): Promise<Page<ListedIdentity>> {
    const now = this.#clock.now();
    const found = await readPage<ListedIdentity>(page, {
      name: "identities",
      positionOf: ({ name }) => name,
      read: async (from) => await this.#store.list(owner, { filter, now, ...from }),
    });
    return { ...found, items: found.items.map((identity) => this.#asOfNow(identity)) };
  }

  /** Names of domains, in their order, from the first one after a text. */
  async domainsAfter(owner: Owner, from: { after: string | undefined; limit: number }): Promise<string[]> {
    const asked = { filter: { kind: "domain" as const }, now: this.#clock.now(), ...from };
    return (await this.#store.list(owner, asked)).map(({ name }) => name);
  }

  /** Throws `not-found`, and `bad-request` while another region signs with this domain's key. */
  async remove(owner: Owner, name: string): Promise<void> {
    const identity = await this.#store.find(owner, nameAsKept(name));
    if (identity === undefined) throw noSuchIdentity(name);
    const replicas = await this.#replicaRegions(identity);
    if (replicas.length > 0) {
      const regions = replicas.join(", ");
      throw new CallerError(
        "bad-request",
        `Email identity ${name} has replicas in ${regions}: delete those first.`,
      );
    }
    await this.#store.write([
      ...this.#store.remove(owner, identity.name, identity.id),
      ...this.#changesOnRemoval(owner, identity.name),
      ...this.#tags.changesToRemoveAll(owner, `identity/${identity.name}`),
      ...this.#policies.changesToRemoveAll(owner, identity.name),
      ...this.#dkimKeys.changesToRemoveAll(owner, identity.name),
      ...this.#checks.changesToRemoveAll(owner, identity.name),
      ...this.#links.changesToRemoveAll({ owner, identityId: identity.id, address: identity.name }),
    ]);
  }

  async #proveDomain(owner: Owner, name: string, request: DkimRequest): Promise<DomainProof> {
    const choice = chooseDkim(request);
    const check = this.#checks.changesToSchedule({ owner, identity: name, subject: "dkim" });
    switch (choice.mode) {
      case "easy": {
        const { keys, changes } = this.#dkimKeys.changesToIssueTokens(owner, name);
        const { bits } = choice;
        return { origin: "AWS_SES", bits, keys, fault: undefined, changes: [...changes, ...check] };
      }
      case "byo": {
        const { key, changes } = this.#dkimKeys.changesToImport(owner, name, choice);
        const made = { bits: undefined, keys: [key], fault: undefined };
        return { origin: "EXTERNAL", ...made, changes: [...changes, ...check] };
      }
      case "replica": {
        const { origin } = choice;
        return { origin, ...(await this.#lent({ owner, name, origin })), changes: check };
      }
    }
  }

  /** What a replica has of its parent, or why it has nothing. */
  async #lent(replica: { owner: Owner; name: string; origin: DkimSettings["origin"] }) {
    const parts = { store: this.#store, policies: this.#policies };
    const { identity, fault } = await parentOf(parts, replica);
    if (identity === undefined || fault !== undefined) return { bits: undefined, keys: [], fault };
    const keys = await this.#dkimKeys.ofDomain(identity.owner, identity.name);
    return { bits: identity.dkim.nextKeyBits, keys, fault };
  }

  /** Where this identity's key is signed with. Only Easy DKIM shares one, whatever others were told to ask for. */
  async #replicaRegions({ owner, name, dkim }: Identity): Promise<string[]> {
    if (dkim.origin !== "AWS_SES") return [];
    return await this.#store.replicaRegions(owner, name, originOf(owner.region));
  }

  async #withInherited(identity: IdentityDetails): Promise<IdentityDetails> {
    if (identity.kind === "address") {
      const domain = identity.name.slice(identity.name.lastIndexOf("@") + 1).toLowerCase();
      const parent = await this.#details.find(identity.owner, domain);
      const { dkim, keys } = parent === undefined ? identity : await this.#withInherited(parent);
      const { hasOptedOut } = identity.dkim;
      const signingEnabled = dkim.signingEnabled && !hasOptedOut;
      return { ...identity, dkim: { ...dkim, hasOptedOut, signingEnabled }, keys };
    }
    if (parentRegion(identity.dkim.origin) === undefined) return identity;
    const { bits, keys, fault } = await this.#lent({ ...identity, origin: identity.dkim.origin });
    return fault === undefined
      ? { ...identity, keys, dkim: { ...identity.dkim, nextKeyBits: bits } }
      : { ...identity, lastCheck: { ...identity.lastCheck, errorType: fault } };
  }

  #asOfNow<Some extends Pick<Identity, "kind" | "verification">>(identity: Some): Some {
    return {
      ...identity,
      verification: verificationAt(identity.kind, identity.verification, this.#clock.now()),
    };
  }

  #newIdentity(
    owner: Owner,
    {
      kind,
      name,
      configurationSet,
      proof,
    }: Pick<Identity, "kind" | "name" | "configurationSet"> & { readonly proof: DomainProof | undefined },
  ): Identity {
    const now = this.#clock.now();
    return {
      owner,
      id: newId("idn", now, this.#random),
      name,
      kind,
      createdAt: now,
      configurationSet,
      feedbackForwarding: true,
      verification: { status: "pending", since: now },
      dkim: {
        signingEnabled: kind === "domain",
        hasOptedOut: false,
        origin: proof?.origin ?? "AWS_SES",
        verification: { status: kind === "domain" ? "pending" : "not-started", since: now },
        // What SES reports for an address that belongs to no known domain.
        nextKeyBits: kind === "domain" ? proof?.bits : 1024,
        keyBitsChangedAt: undefined,
      },
      mailFrom: undefined,
      onMxFailure: "USE_DEFAULT_VALUE",
      lastCheck: {
        lastCheckedAt: undefined,
        lastSuccessAt: undefined,
        errorType: proof?.fault,
        soa: undefined,
      },
    };
  }
}
