import type { KeyObject } from "node:crypto";
import type { Clock } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import { newId } from "#platform/ids.ts";
import type { Owner } from "#platform/owner.ts";
import { type Random, randomLabel } from "#platform/random.ts";
import type { Secrets } from "#platform/secrets.ts";
import { generateDkimKeyPair } from "#protocols/dkim/generate.ts";
import { openPrivateKey } from "#protocols/dkim/key-pair.ts";
import { readPrivateKey } from "#protocols/dkim/private-key.ts";
import { allKeys, type DkimKey, hasKey, pendingKey } from "./key.ts";
import { nextRotationStep, retireAfterMs, usualRotationMs } from "./rotation.ts";
import type { DkimKeyStore, OwnedDomain } from "./store.ts";

export type KeyBits = 1024 | 2048;

/** SES's tokens are 32 characters of lower-case letters and digits. */
const tokenLength = 32;
const tokenForm = /^[a-z0-9]{32}$/;
const tokensPerDomain = 3;

/** The selectors of domains and the keys behind them: Easy DKIM, whose keys we make, and BYODKIM, whose key is given. */
export class DkimKeys {
  readonly #store: DkimKeyStore;
  readonly #secrets: Secrets;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #rotateAfterMs: number;

  constructor(parts: {
    store: DkimKeyStore;
    secrets: Secrets;
    clock: Clock;
    random: Random;
    /** How long a key signs. */
    rotateAfterMs?: number;
  }) {
    this.#store = parts.store;
    this.#secrets = parts.secrets;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#rotateAfterMs = parts.rotateAfterMs ?? usualRotationMs;
  }

  /** Three random names. The key behind a name is made when it is first needed: making one takes 50 ms of a core. */
  changesToIssueTokens(owner: Owner, domain: string) {
    const issued = {
      tokens: Array.from({ length: tokensPerDomain }, () => randomLabel(this.#random, tokenLength)),
      issuedAt: this.#clock.now(),
    };
    return { keys: allKeys(issued, []), changes: [this.#store.insertTokens(owner, domain, issued)] };
  }

  /**
   * Takes the customer's own key. `privateKey` is base64 of a PKCS#1 or PKCS#8 DER or of a whole PEM.
   * Throws `bad-request` for anything but an RSA key of 1024 to 2048 bits.
   */
  changesToImport(owner: Owner, domain: string, given: { selector: string; privateKey: string }) {
    const reading = readPrivateKey(given.privateKey);
    if (!reading.ok) {
      const path = "DkimSigningAttributes.DomainSigningPrivateKey";
      throw new CallerError("bad-request", `The private key cannot be used: ${reading.fault}`, [
        { path, message: reading.fault },
      ]);
    }
    const now = this.#clock.now();
    const id = newId("key", now, this.#random);
    const { privateKeyDer, publicKeyBase64: publicKey, bits } = reading.keyPair;
    const made = {
      selector: given.selector,
      origin: "byo",
      position: 0,
      publicKey,
      bits,
      madeAt: now,
    } as const;
    const privateKeySealed = this.#secrets.seal(privateKeyDer, sealContext(id));
    return {
      key: pendingKey(made),
      changes: [this.#store.insertKey(owner, domain, { id, ...made, privateKeySealed })],
    };
  }

  changesToRemoveAll(owner: Owner, domain: string) {
    return this.#store.removeAll(owner, domain);
  }

  /** The pending key was seen through the customer's DNS: it signs from now on, the one before it retires. */
  changesToActivate(owner: Owner, domain: string, keys: readonly DkimKey[]) {
    const at = this.#clock.now();
    const pending = keys.find(({ state }) => state.stage === "pending");
    if (pending === undefined) return [];
    const active = keys.find(({ state }) => state.stage === "active");
    return [
      ...(active === undefined
        ? []
        : this.#store.move(owner, domain, active.selector, { stage: "retiring", at })),
      ...this.#store.move(owner, domain, pending.selector, { stage: "active", at }),
    ];
  }

  async ofDomain(owner: Owner, domain: string): Promise<DkimKey[]> {
    return await this.#store.ofDomain(owner, domain);
  }

  /**
   * What our zone publishes at a token: a key, nothing yet, or (undefined) no such token. Any name of a token's form may be
   * one whose key is still to be made; which ones were given out is nobody's business.
   */
  async publicKeyOf(token: string): Promise<{ publicKeyBase64: string } | { withoutKey: true } | undefined> {
    if (!tokenForm.test(token)) return undefined;
    const key = await this.#store.ofToken(token);
    return key !== undefined && hasKey(key) ? { publicKeyBase64: key.state.publicKey } : { withoutKey: true };
  }

  /** All that our zone publishes at tokens, of every account and region: for a zone file. */
  async *publishedKeys(): AsyncGenerator<{ token: string; publicKeyBase64: string }> {
    let after: string | undefined = "";
    while (after !== undefined) {
      const page: { token: string; publicKeyBase64: string }[] = await this.#store.publicKeys(after, 1_000);
      yield* page;
      after = page.at(-1)?.token;
    }
  }

  /** The key that signs for a domain now, if one does. */
  async signingKey(
    owner: Owner,
    domain: string,
  ): Promise<{ selector: string; privateKey: KeyObject } | undefined> {
    const active = await this.#store.activeKey(owner, domain);
    if (active?.sealed == null) return undefined;
    const der = this.#secrets.open(active.sealed, sealContext(active.id));
    return { selector: active.selector, privateKey: openPrivateKey(der) };
  }

  /** The domain's keys, the first of them made if none was: what a check compares DNS with. */
  async withFirstKey(owner: Owner, domain: string, bits: KeyBits): Promise<DkimKey[]> {
    const keys = await this.#store.ofDomain(owner, domain);
    const [first] = keys;
    if (first === undefined || keys.some(hasKey)) return keys;
    await this.#make(owner, domain, first, bits);
    return await this.#store.ofDomain(owner, domain);
  }

  /**
   * Takes the next step of a domain's rotation, if one is due (or, for the first step, asked for at once).
   * Answers whether there is a new key to be seen in DNS.
   */
  async rotate(owner: Owner, domain: string, wanted: { bits: KeyBits; atOnce: boolean }): Promise<boolean> {
    const keys = await this.#store.ofDomain(owner, domain);
    const rotateAfterMs = this.#rotateAfterMs;
    const next = nextRotationStep(keys, { now: this.#clock.now(), rotateAfterMs, ...wanted });
    switch (next.step) {
      case "none":
        return false;
      case "make":
        return await this.#make(owner, domain, next.key, wanted.bits);
      case "withdraw":
        await this.#store.withdraw(owner, domain, next.key.selector, this.#clock.now());
        return await this.rotate(owner, domain, wanted);
    }
  }

  /** Every domain whose rotation has a step due by age. */
  async *domainsDueForRotation(): AsyncGenerator<OwnedDomain> {
    const now = this.#clock.now();
    yield* this.#domainsInStage("retiring", now - retireAfterMs);
    yield* this.#domainsInStage("active", now - this.#rotateAfterMs);
  }

  async *#domainsInStage(stage: "active" | "retiring", before: number): AsyncGenerator<OwnedDomain> {
    let after: (OwnedDomain & { readonly since: number }) | undefined;
    do {
      const page = await this.#store.domainsInStage(stage, { before, after, limit: 100 });
      for (const { account, region, domain } of page) yield { account, region, domain };
      after = page.at(-1);
    } while (after !== undefined);
  }

  async #make(
    owner: Owner,
    domain: string,
    { selector, position }: DkimKey,
    bits: KeyBits,
  ): Promise<boolean> {
    const { privateKeyDer, publicKeyBase64: publicKey } = await generateDkimKeyPair(bits);
    const now = this.#clock.now();
    const id = newId("key", now, this.#random);
    return await this.#store.fill(owner, domain, {
      id,
      selector,
      origin: "easy",
      position,
      publicKey,
      bits,
      madeAt: now,
      privateKeySealed: this.#secrets.seal(privateKeyDer, sealContext(id)),
    });
  }
}

function sealContext(id: string): string {
  return `dkim-key/${id}`;
}
