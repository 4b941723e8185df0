import type { Checks } from "#features/checks/index.ts";
import type { ConfigurationSets } from "#features/configuration-sets/index.ts";
import type { DkimKey, DkimKeys, KeyBits } from "#features/dkim-keys/index.ts";
import type { Clock } from "#platform/clock.ts";
import { CallerError } from "#platform/errors.ts";
import type { Owner } from "#platform/owner.ts";
import { readDomain } from "#protocols/address/domain.ts";
import { readIdentityName } from "#protocols/address/identity-name.ts";
import { isAtOrBelow } from "#protocols/dns/name.ts";
import { type Identity, keyLengthChangeWindowMs, type MxFailureBehavior, parentRegion } from "./identity.ts";
import { chooseDkim, type DkimRequest, defaultKeyBits, nameAsKept } from "./new-identity.ts";
import { parentOf } from "./parent.ts";
import type { PolicyStore } from "./policies-store.ts";
import { noSuchIdentity } from "./refusals.ts";
import type { IdentityStore } from "./store.ts";

/** What can be changed of an identity after it was created: SES's five Put…Attributes operations. */
export class IdentitySettings {
  readonly #store: IdentityStore;
  readonly #policies: PolicyStore;
  readonly #configurationSets: ConfigurationSets;
  readonly #dkimKeys: DkimKeys;
  readonly #checks: Checks;
  readonly #clock: Clock;

  constructor(parts: {
    store: IdentityStore;
    policies: PolicyStore;
    configurationSets: ConfigurationSets;
    dkimKeys: DkimKeys;
    checks: Checks;
    clock: Clock;
  }) {
    this.#store = parts.store;
    this.#policies = parts.policies;
    this.#configurationSets = parts.configurationSets;
    this.#dkimKeys = parts.dkimKeys;
    this.#checks = parts.checks;
    this.#clock = parts.clock;
  }

  /** Sets or (undefined) clears the default configuration set. */
  async setConfigurationSet(owner: Owner, name: string, configurationSet: string | undefined): Promise<void> {
    const identity = await this.#store.find(owner, nameAsKept(name));
    if (identity === undefined) throw new CallerError("not-found", `Identity <${name}> does not exist.`);
    await this.#store.write([
      ...(configurationSet === undefined
        ? []
        : [this.#configurationSets.changeRequiringExistence(owner, configurationSet)]),
      ...this.#store.update(identity, { configuration_set: configurationSet ?? null }),
    ]);
  }

  async setFeedbackForwarding(owner: Owner, name: string, enabled: boolean): Promise<void> {
    const identity = await this.#store.find(owner, nameAsKept(name));
    if (identity === undefined) throw noSuchIdentity(name);
    await this.#store.write(this.#store.update(identity, { feedback_forwarding: enabled ? 1 : 0 }));
  }

  /** Whether mail is signed. For an address this needs its domain: the key is the domain's, and where that does not sign, neither does it. */
  async setDkimSigning(owner: Owner, name: string, enabled: boolean): Promise<void> {
    const reading = readIdentityName(name);
    const domain = !reading.ok
      ? name
      : reading.identity.kind === "domain"
        ? reading.identity.name
        : reading.identity.domain;
    const identity = await this.#store.find(owner, nameAsKept(name));
    if (identity === undefined || (await this.#store.find(owner, domain)) === undefined) {
      throw new CallerError("bad-request", `Domain ${domain} is not verified for DKIM signing.`);
    }
    const changed =
      identity.kind === "address"
        ? { dkim_opted_out: enabled ? null : 1 }
        : { dkim_signing_enabled: enabled ? 1 : 0 };
    await this.#store.write(this.#store.update(identity, changed));
  }

  /** Sets or (undefined) clears the custom MAIL FROM domain; setting it looks for its MX record anew. */
  async setMailFrom(
    owner: Owner,
    name: string,
    wanted: { domain: string | undefined; onMxFailure: MxFailureBehavior },
  ): Promise<void> {
    const identity = await this.#store.find(owner, nameAsKept(name));
    if (identity === undefined) throw new CallerError("bad-request", `Identity <${name}> does not exist.`);
    const now = this.#clock.now();
    const mailFrom = wanted.domain === undefined ? undefined : readMailFrom(identity, wanted.domain);
    const key = { owner, identity: identity.name, subject: "mail-from" as const };
    await this.#store.write([
      ...this.#store.update(identity, {
        mail_from_domain: mailFrom ?? null,
        mail_from_status: mailFrom === undefined ? null : "pending",
        mail_from_status_since: mailFrom === undefined ? null : now,
        mail_from_on_mx_failure: wanted.onMxFailure,
      }),
      ...(mailFrom === undefined
        ? this.#checks.changesToCancel(owner, identity.name, "mail-from")
        : this.#checks.changesToSchedule(key)),
    ]);
  }

  /**
   * Switches between Easy DKIM, BYODKIM and a key shared with another region, changes the length of the next key, or
   * starts a failed search for records again. Throws `not-found`, `bad-request`.
   */
  async setDkimSigningAttributes(
    owner: Owner,
    name: string,
    wanted: { origin: string; attributes: DkimRequest },
  ): Promise<{ identity: Identity; keys: readonly DkimKey[] }> {
    const reading = readIdentityName(name);
    if (!reading.ok || reading.identity.kind !== "domain") {
      throw new CallerError("bad-request", "The EmailIdentity value must be a valid domain.");
    }
    const identity = await this.#store.find(owner, reading.identity.name);
    if (identity === undefined) throw noSuchIdentity(name);
    const { attributes, origin } = wanted;
    if (attributes.origin !== undefined) {
      throw new CallerError(
        "bad-request",
        "Give the origin as SigningAttributesOrigin, not inside SigningAttributes.",
      );
    }
    if (origin === "AWS_SES") await this.#useEasyDkim(identity, attributes);
    else if (origin === "EXTERNAL") await this.#useOwnKey(identity, attributes);
    else await this.#useParent(identity, { ...attributes, origin });
    const changed = (await this.#store.find(owner, identity.name)) ?? identity;
    const keysOf = parentRegion(changed.dkim.origin) ?? owner.region;
    return {
      identity: changed,
      keys: await this.#dkimKeys.ofDomain({ ...owner, region: keysOf }, identity.name),
    };
  }

  async #useEasyDkim(identity: Identity, attributes: DkimRequest): Promise<void> {
    if (attributes.selector !== undefined || attributes.privateKey !== undefined) {
      throw new CallerError(
        "bad-request",
        "A selector and a private key need SigningAttributesOrigin EXTERNAL.",
      );
    }
    const bits = attributes.nextKeyBits;
    if (identity.dkim.origin !== "AWS_SES") {
      const { changes } = this.#dkimKeys.changesToIssueTokens(identity.owner, identity.name);
      await this.#replaceKeys(identity, { origin: "AWS_SES", bits: bits ?? defaultKeyBits, changes });
      return;
    }
    const { verification } = identity.dkim;
    const searchAgain = verification.status === "failed" ? this.#searchAgain(identity) : [];
    if (bits === undefined) {
      await this.#store.write([...searchAgain]);
      return;
    }
    const now = this.#clock.now();
    this.#requireLengthMayChange(identity, bits, now);
    await this.#store.write([
      ...this.#store.update(identity, { next_key_bits: bits, key_bits_changed_at: now }),
      ...searchAgain,
    ]);
    await this.#dkimKeys.rotate(identity.owner, identity.name, { bits, atOnce: true });
    await this.#checks.hasten({ owner: identity.owner, identity: identity.name, subject: "dkim" });
  }

  async #useOwnKey(identity: Identity, attributes: DkimRequest): Promise<void> {
    const choice = chooseDkim(attributes);
    if (choice.mode !== "byo") {
      throw new CallerError(
        "bad-request",
        "EXTERNAL needs a DomainSigningSelector and a DomainSigningPrivateKey.",
      );
    }
    const { changes } = this.#dkimKeys.changesToImport(identity.owner, identity.name, choice);
    await this.#replaceKeys(identity, { origin: "EXTERNAL", bits: undefined, changes });
  }

  async #useParent(identity: Identity, attributes: DkimRequest): Promise<void> {
    const choice = chooseDkim(attributes);
    if (choice.mode !== "replica") return;
    const { fault } = await parentOf(
      { store: this.#store, policies: this.#policies },
      { ...identity, origin: choice.origin },
    );
    await this.#replaceKeys(identity, { origin: choice.origin, bits: undefined, changes: [], fault });
  }

  /** From here until the new records are seen, mail goes out without the domain's signature, as with SES. */
  async #replaceKeys(
    identity: Identity,
    to: {
      origin: Identity["dkim"]["origin"];
      bits: KeyBits | undefined;
      changes: ReturnType<DkimKeys["changesToRemoveAll"]>;
      fault?: string | undefined;
    },
  ): Promise<void> {
    await this.#store.write([
      // Held, so that of two who switch at once the second takes away what the first has put there.
      this.#store.requireExistence(identity.owner, identity.name, { hold: true }),
      ...this.#dkimKeys.changesToRemoveAll(identity.owner, identity.name),
      ...to.changes,
      ...this.#store.update(identity, {
        dkim_origin: to.origin,
        next_key_bits: to.bits ?? null,
        key_bits_changed_at: null,
        check_error: to.fault ?? null,
      }),
      ...this.#searchAgain(identity),
    ]);
  }

  /** DKIM is looked for anew; an identity that had been verified stays so until the search has failed. */
  #searchAgain(identity: Identity) {
    const now = this.#clock.now();
    const failed = identity.verification.status === "failed";
    return [
      ...this.#store.update(identity, {
        dkim_status: "pending",
        dkim_status_since: now,
        ...(failed ? { verification_status: "pending" as const, verification_status_since: now } : {}),
      }),
      ...this.#checks.changesToSchedule({ owner: identity.owner, identity: identity.name, subject: "dkim" }),
    ];
  }

  #requireLengthMayChange({ dkim }: Identity, bits: KeyBits, now: number): void {
    const invalid = "The input you provided is invalid.";
    if (dkim.nextKeyBits === bits) {
      throw new CallerError("bad-request", `${invalid} The next signing key already has ${bits} bits.`);
    }
    const changedAt = dkim.keyBitsChangedAt;
    if (changedAt !== undefined && now - changedAt < keyLengthChangeWindowMs) {
      throw new CallerError("bad-request", `${invalid} The key length can be changed once in 24 hours.`);
    }
  }
}

function readMailFrom(identity: Identity, text: string): string {
  const reading = readDomain(text);
  const domain = identity.name.slice(identity.name.lastIndexOf("@") + 1).toLowerCase();
  if (!reading.ok) {
    throw new CallerError("bad-request", `Domain ${text} is invalid.`, [
      { path: "MailFromDomain", message: reading.fault },
    ]);
  }
  if (reading.name === domain || !isAtOrBelow(reading.name, domain)) {
    throw new CallerError(
      "bad-request",
      `Provided MAIL-FROM domain '${text}' is not subdomain of the domain of the identity '${identity.name}'`,
    );
  }
  return reading.name;
}
